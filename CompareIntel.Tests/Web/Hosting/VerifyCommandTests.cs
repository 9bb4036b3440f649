using System.Text.Json.Nodes;
using CompareIntel.Tests.Support;
using CompareIntel.Web;
using CompareIntel.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace CompareIntel.Tests.Web.Hosting;

public sealed class VerifyCommandTests
{
    [Fact]
    public async Task Verify_ThisServer_PassesAndSaysWhatItMeasured()
    {
        await using var server = await SimulatedServer.StartAsync();

        var (code, output, error) = await VerifyAsync(server.Address.AbsoluteUri, "--counts", "3,12");

        Assert.Equal("", error);
        Assert.True(code == 0, output);
        foreach (var check in (string[])["one-model", "concurrent-3", "concurrent-12", "invalid-model", "stop", "resume", "sequential", "concurrent-again", "still-up"])
        {
            Assert.Matches($@"ok +\w+ +{check} ", output);
        }

        Assert.Contains("models: simulated, no provider was tried", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_SequentialServer_IsCalledSequentialAndFails()
    {
        await using var server = await SimulatedServer.StartAsync("--Comparisons:Concurrency=Sequential");

        var report = await ReportAsync(server.Address);

        Assert.Equal("Sequential", VerdictOf(report, "concurrent-3"));
        Assert.Equal("Failed", OutcomeOf(report, "concurrent-3"));
        Assert.Equal("Passed", OutcomeOf(report, "one-model"));
        Assert.Equal("Passed", OutcomeOf(report, "resume"));
        Assert.False(report["is_passed"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Verify_BufferingProxy_IsCalledBufferedAndFails()
    {
        await using var server = await SimulatedServer.StartAsync();
        await using var proxy = await TamperingProxy.StartAsync(server.Address, TamperingProxy.Fault.Buffers);

        var report = await ReportAsync(proxy.Address);

        Assert.Equal("Buffered", VerdictOf(report, "one-model"));
        Assert.Equal("Buffered", VerdictOf(report, "concurrent-3"));
        Assert.Equal("Failed", OutcomeOf(report, "concurrent-3"));
        Assert.Equal("Failed", OutcomeOf(report, "stop"));
    }

    [Fact]
    public async Task Verify_ProxyThatDropsChunks_SaysThatChunksWereLost()
    {
        await using var server = await SimulatedServer.StartAsync();
        await using var proxy = await TamperingProxy.StartAsync(server.Address, TamperingProxy.Fault.Drops);

        var report = await ReportAsync(proxy.Address);

        Assert.Equal("Concurrent", VerdictOf(report, "concurrent-3"));
        Assert.Equal("Failed", OutcomeOf(report, "concurrent-3"));
        Assert.Contains("Chunks were lost", CheckOf(report, "concurrent-3")["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    public async Task Verify_AskedForHelp_SaysHowItIsUsed(string option)
    {
        var (code, output, error) = await VerifyAsync(option);

        Assert.Equal((0, ""), (code, error));
        Assert.StartsWith("Usage: verify [URL]", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_NobodyThere_FailsAndSaysSo()
    {
        var (code, output, _) = await VerifyAsync("http://127.0.0.1:1");

        Assert.Equal(1, code);
        Assert.Contains("Connection refused", output, StringComparison.Ordinal);
        Assert.Contains("models: none asked", output, StringComparison.Ordinal);
        Assert.Contains("NOT PASSED", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_ModelThatIsNotThere_NamesIt()
    {
        await using var server = await SimulatedServer.StartAsync();

        var (code, output, _) = await VerifyAsync(server.Address.AbsoluteUri, "--models", "quick,gone");

        Assert.Equal(1, code);
        Assert.Contains("does not list gone", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("is not an address", "localhost")]
    [InlineData("is a second one", "http://a", "http://b")]
    [InlineData("There is no option --modelz", "--modelz", "a")]
    [InlineData("--models needs a value", "--models", "--json")]
    [InlineData("--counts takes", "--counts", "3,many")]
    [InlineData("--counts takes", "--counts", "13")]
    [InlineData("MaxStopMs", "--Verification:MaxStopMs=0")]
    [InlineData("MaxSeconds", "--Verification:MaxSeconds:3=-1")]
    public async Task Verify_CommandLineThatIsWrong_SaysWhatToDoAndEndsWith2(string said, params string[] arguments)
    {
        var (code, output, error) = await VerifyAsync(arguments);

        Assert.Equal(2, code);
        Assert.Equal("", output);
        Assert.Contains(said, error, StringComparison.Ordinal);
    }

    private static async Task<JsonObject> ReportAsync(Uri server)
    {
        var (code, output, _) = await VerifyAsync(server.AbsoluteUri, "--counts", "3", "--json");
        Assert.Equal(1, code);
        return JsonNode.Parse(output)!.AsObject();
    }

    private static JsonObject CheckOf(JsonObject report, string name) => report["checks"]!.AsArray().Single(check => check!["name"]!.GetValue<string>() == name)!.AsObject();

    private static string OutcomeOf(JsonObject report, string name) => CheckOf(report, name)["outcome"]!.GetValue<string>();

    private static string VerdictOf(JsonObject report, string name) =>
        report["runs"]!.AsArray().Single(run => run!["check"]!.GetValue<string>() == name)!["verdict"]!.GetValue<string>();

    private static async Task<(int Code, string Output, string Error)> VerifyAsync(params string[] arguments)
    {
        using var data = new TemporaryFolder();
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var code = await VerifyCommand.RunAsync([$"--DataDirectory={data.Path}", "--Serilog:MinimumLevel:Default=Warning", .. arguments], static settings => Program.Create(settings), output, error, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>The whole program with its simulated models, four times as fast as they are.</summary>
    private sealed class SimulatedServer(WebApplication app, TemporaryFolder data) : IAsyncDisposable
    {
        public Uri Address { get; } = new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

        public static async Task<SimulatedServer> StartAsync(params string[] settings)
        {
            var data = new TemporaryFolder();
            var app = Program.Create(["--urls=http://127.0.0.1:0", $"--DataDirectory={data.Path}", "--Serilog:MinimumLevel:Default=Warning", "--Providers:simulated:Speed=4", .. settings]);
            await app.StartAsync().WithinTimeout();
            return new SimulatedServer(app, data);
        }

        public async ValueTask DisposeAsync()
        {
            await app.StopAsync().WithinTimeout();
            await app.DisposeAsync();
            data.Dispose();
        }
    }
}
