using System.Text.Json;
using CompareIntel.Tests.Support;

namespace CompareIntel.Tests.Deploy;

/// <summary>What of the sources goes to where the program is served.</summary>
public sealed class PublishTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Publish_BesideSettingsOfWhoeverBuilds_LeavesThemOut()
    {
        var project = Directory.CreateDirectory(_folder.PathOf("CompareIntel.Web")).FullName;
        foreach (var file in (string[])["Directory.Build.props", "Directory.Packages.props", "CompareIntel.Web/CompareIntel.Web.csproj", "CompareIntel.Web/appsettings.json"])
        {
            File.Copy(Path.Combine(PublishedProgram.Repository, file), _folder.PathOf(file));
        }

        await File.WriteAllTextAsync(Path.Combine(project, "appsettings.Local.json"), """{"Providers":{}}""", TestContext.Current.CancellationToken);

        var (code, output) = await PublishedProgram.RunAsync("dotnet", ["msbuild", project, "-getItem:Content"]);

        Assert.True(code == 0, output);
        using var document = JsonDocument.Parse(output);
        var published = document.RootElement.GetProperty("Items").GetProperty("Content").EnumerateArray()
            .ToDictionary(static item => item.GetProperty("Identity").GetString()!, static item => item.GetProperty("CopyToPublishDirectory").GetString());
        Assert.Equal("PreserveNewest", published["appsettings.json"]);
        Assert.Equal("Never", published["appsettings.Local.json"]);
    }

    [Theory]
    [InlineData("**/appsettings.Local.json")]
    [InlineData("**/.env")]
    public void Image_LeavesOutWhatHoldsSecrets(string pattern) => Assert.Contains(pattern, File.ReadAllLines(DeployFiles.PathOf("Dockerfile.dockerignore")));
}
