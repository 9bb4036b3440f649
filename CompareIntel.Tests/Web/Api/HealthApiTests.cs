using System.Net;
using CompareIntel.Tests.Support;

namespace CompareIntel.Tests.Web.Api;

public sealed class HealthApiTests
{
    [Theory]
    [InlineData("/health")]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/api/health")]
    [InlineData("/api/v1/health")]
    [InlineData("/api/v1/health/ready")]
    public async Task Health_EveryPath_IsHealthy(string path)
    {
        await using var app = await CompareIntelApplication.StartAsync();
        await using var stream = await EventStreamClient.CompareAsync(app.Client, "a");

        var response = await app.Client.ReadAsync(path);
        var document = await response.JsonAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("healthy", document.GetProperty("status").GetString());
        Assert.Equal("0.1.0", document.GetProperty("version").GetString());
        Assert.True(document.GetProperty("uptime_seconds").GetDouble() >= 0);
        Assert.Equal(1, document.GetProperty("running_comparisons").GetInt32());
    }

    [Fact]
    public async Task Health_DataDirectoryCanNotBeWritten_IsUnhealthyButAlive()
    {
        using var parent = new TemporaryFolder();
        await using var app = await CompareIntelApplication.StartAsync($"--DataDirectory={parent.PathOf("data")}");
        Directory.Move(parent.PathOf("data"), parent.PathOf("elsewhere"));
        await File.WriteAllTextAsync(parent.PathOf("data"), "in the way");

        var health = await app.Client.ReadAsync("/health");
        var ready = await app.Client.ReadAsync("/health/ready");
        var live = await app.Client.ReadAsync("/health/live");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        Assert.Equal("unhealthy", (await health.JsonAsync()).GetProperty("status").GetString());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
    }
}
