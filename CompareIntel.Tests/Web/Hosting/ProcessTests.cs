using System.Net;
using System.Net.Sockets;
using CompareIntel.Tests.Support;
using CompareIntel.Web;

namespace CompareIntel.Tests.Web.Hosting;

public sealed class ProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Data => $"--DataDirectory={_folder.PathOf("data")}";

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--urls=http://127.0.0.1:0", null)]
    [InlineData("--urls=http://127.0.0.1:0", "ASPNETCORE_URLS=http://127.0.0.1:1")]
    [InlineData(null, "ASPNETCORE_URLS=http://127.0.0.1:0")]
    [InlineData(null, "URLS=http://127.0.0.1:0")]
    [InlineData(null, "Kestrel__Endpoints__Web__Url=http://127.0.0.1:0")]
    public async Task Start_AddressThatIsSaid_IsUsed(string? argument, string? variable)
    {
        var environment = variable is null ? [] : new Dictionary<string, string> { [variable.Split('=')[0]] = variable.Split('=')[1] };
        await using var server = ServerProcess.Start(argument is null ? [Data] : [Data, argument], environment);

        var address = await server.ReadyAsync();

        Assert.Equal("127.0.0.1", address.Host);
        Assert.NotEqual(8000, address.Port);
        using var client = new HttpClient { BaseAddress = address };
        Assert.Equal(HttpStatusCode.OK, (await client.ReadAsync("/health")).StatusCode);
        Assert.Equal(0, await server.TerminateAsync());
    }

    [Fact]
    public async Task Create_NoAddress_IsPort8000()
    {
        await using var app = Program.Create([Data]);

        Assert.Equal("http://localhost:8000", app.Configuration["urls"]);
    }

    [Fact]
    public async Task Start_SettingsThatCanNotBe_AreAllPrinted()
    {
        await using var server = ServerProcess.Start([Data, "--urls=http://127.0.0.1:0", "--Comparisons:MaxLanes=0", "--RateLimit:RequestsPerMinute=-1", "--Tiers:Brief:MaxInputCharacters=0"]);

        Assert.Equal(1, await server.ExitAsync());

        Assert.Contains("MaxLanes", server.Output, StringComparison.Ordinal);
        Assert.Contains("RequestsPerMinute", server.Output, StringComparison.Ordinal);
        Assert.Contains("MaxInputCharacters", server.Output, StringComparison.Ordinal);
        Assert.Equal(3, server.Output.Split('\n').Length);
    }

    [Fact]
    public async Task Start_SettingOfTheWrongType_IsNamed()
    {
        await using var server = ServerProcess.Start([Data, "--urls=http://127.0.0.1:0", "--Comparisons:MaxLanes=many"]);

        Assert.Equal(1, await server.ExitAsync());

        Assert.Contains("Comparisons:MaxLanes", Assert.Single(server.Output.Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_DataDirectoryThatCanNotBe_SaysWhatToDo()
    {
        await File.WriteAllTextAsync(_folder.PathOf("file"), "");
        await using var server = ServerProcess.Start([$"--DataDirectory={_folder.PathOf("file")}/data", "--urls=http://127.0.0.1:0"]);

        Assert.Equal(1, await server.ExitAsync());

        var line = Assert.Single(server.Output.Split('\n'));
        Assert.Contains(_folder.PathOf("file"), line, StringComparison.Ordinal);
        Assert.Contains("Set DataDirectory", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_PortInUse_SaysSoInOneLine()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        await using var server = ServerProcess.Start([Data, $"--urls=http://127.0.0.1:{port}"]);

        Assert.Equal(1, await server.ExitAsync());

        var line = Assert.Single(server.Output.Split('\n'));
        Assert.Contains($"{port}", line, StringComparison.Ordinal);
        Assert.Contains("in use", line, StringComparison.Ordinal);
        Assert.Contains("--urls", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_LocalFile_IsAboveShippedSettingsAndBelowTheEnvironment()
    {
        await File.WriteAllTextAsync(_folder.PathOf("appsettings.json"), """{"DataDirectory":"shipped","urls":"http://127.0.0.1:0"}""");
        await File.WriteAllTextAsync(_folder.PathOf("appsettings.Local.json"), """{"DataDirectory":"local"}""");
        await using (var server = ServerProcess.Start([], workingDirectory: _folder.Path))
        {
            await server.ReadyAsync();
            Assert.Contains($"Data: {_folder.PathOf("local")}", server.Output, StringComparison.Ordinal);
            Assert.Equal(0, await server.TerminateAsync());
        }

        await using (var server = ServerProcess.Start([], new Dictionary<string, string> { ["DataDirectory"] = "environment" }, _folder.Path))
        {
            await server.ReadyAsync();
            Assert.Contains($"Data: {_folder.PathOf("environment")}", server.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Terminate_WhileStreaming_EndsTheStreamAndExitsWithZero()
    {
        await using var server = ServerProcess.Start([Data, "--urls=http://127.0.0.1:0"]);
        using var client = new HttpClient { BaseAddress = await server.ReadyAsync() };
        await using var stream = await EventStreamClient.CompareAsync(client, "simulated:fault-hang", "simulated:slow");
        await stream.NextAsync();

        var exit = server.TerminateAsync();
        var rest = await stream.ToEndAsync();

        Assert.Equal(0, await exit);
        Assert.Equal("complete", rest[^1].Type);
        Assert.Equal(2, rest.Count(static item => item.Type == "done"));
    }

    [Fact]
    public async Task Logs_AtDebug_HoldNoKeyAndNoPromptAndNoAnswer()
    {
        const string Key = "sk-secret-0123456789";
        const string Prompt = "an-unmistakable-prompt";
        await using var server = ServerProcess.Start(
            [
                Data,
                "--urls=http://127.0.0.1:0",
                "--Serilog:MinimumLevel:Default=Debug",
                "--Serilog:MinimumLevel:Override:Microsoft.AspNetCore=Debug",
                "--Serilog:MinimumLevel:Override:System.Net.Http.HttpClient=Debug",
                "--Comparisons:MaxAttempts=1",
                "--Providers:live:Kind=OpenAICompatible",
                "--Providers:live:BaseUrl=http://127.0.0.1:9/v1",
                $"--Providers:live:ApiKey={Key}",
                "--Providers:fake:Kind=Simulated",
                "--Providers:fake:Speed=50",
            ]);
        using var client = new HttpClient { BaseAddress = await server.ReadyAsync() };
        var response = await client.PostAsync("/compare", new { input_data = Prompt, models = new[] { "live:m", "fake:quick" } });
        var answer = (await response.JsonAsync()).GetProperty("results").GetProperty("fake:quick").GetString()!;
        Assert.Equal(0, await server.TerminateAsync());

        var logs = string.Concat(Directory.GetFiles(_folder.PathOf("data/logs")).Select(File.ReadAllText));

        Assert.Contains("live:m", logs, StringComparison.Ordinal);
        Assert.Contains("/compare", logs, StringComparison.Ordinal);
        foreach (var text in (string[])[logs, server.Output])
        {
            Assert.DoesNotContain(Key, text, StringComparison.Ordinal);
            Assert.DoesNotContain(Prompt, text, StringComparison.Ordinal);
            Assert.DoesNotContain(answer[..20], text, StringComparison.Ordinal);
        }
    }
}
