using System.Net;
using System.Net.Http.Json;
using CompareIntel.Core.Administration;
using CompareIntel.Tests.Support;
using CompareIntel.Web.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Serilog.Events;

namespace CompareIntel.Tests.Web.Administration;

public sealed class SwitchTests
{
    [Fact]
    public async Task Draining_ANewComparison_IsRefusedWithWhatToDo()
    {
        await using var application = await CompareIntelApplication.StartAsync();
        await application.Services.GetRequiredService<RuntimeSwitches>().SetAsync(new SwitchSettings { IsDraining = true }, TestContext.Current.CancellationToken);

        using var answer = await application.Client.PostAsJsonAsync("/api/v1/compare-stream", new { input_data = "hello", models = new[] { "a" } }, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("maintenance", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(0, application.Comparisons.RunningCount);
        // The operator asked for it: nothing to look into.
        Assert.Equal(0, application.Services.GetRequiredService<LogEventCounter>().CountOf(LogEventLevel.Error));
    }

    [Fact]
    public async Task Sequential_IsWhatHealthSays()
    {
        await using var application = await CompareIntelApplication.StartAsync();
        Assert.Equal("concurrent", (await application.Client.GetJsonAsync("/health")).GetProperty("concurrency").GetString());

        await application.Services.GetRequiredService<RuntimeSwitches>().SetAsync(new SwitchSettings { IsSequential = true }, TestContext.Current.CancellationToken);

        Assert.Equal("sequential", (await application.Client.GetJsonAsync("/health")).GetProperty("concurrency").GetString());
    }

    [Fact]
    public async Task LogLevel_SwitchedAndBack_HoldsForWhatIsLoggedThen()
    {
        await using var application = await CompareIntelApplication.StartAsync();
        var logger = application.Services.GetRequiredService<ILoggerFactory>().CreateLogger("CompareIntel.Test");
        var switches = application.Services.GetRequiredService<RuntimeSwitches>();
        Assert.False(logger.IsEnabled(LogLevel.Debug));

        await switches.SetAsync(new SwitchSettings { LogLevel = "Debug" }, TestContext.Current.CancellationToken);
        Assert.True(logger.IsEnabled(LogLevel.Debug));

        await switches.SetAsync(SwitchSettings.None, TestContext.Current.CancellationToken);
        Assert.False(logger.IsEnabled(LogLevel.Information));
        Assert.True(logger.IsEnabled(LogLevel.Warning));
    }

    [Fact]
    public async Task ProviderOff_ItsModelsAreLeftOutAndItsLanesSaySo()
    {
        using var data = new TemporaryFolder();
        await using (var application = await CompareIntelApplication.StartAsync(null, data))
        {
            await application.Services.GetRequiredService<RuntimeSwitches>().SetAsync(SwitchSettings.None.WithProvider("test", true), TestContext.Current.CancellationToken);

            var models = await application.Client.GetJsonAsync("/api/v1/models");
            Assert.Equal(0, models.GetProperty("models").GetArrayLength());
            Assert.Equal("off", models.GetProperty("providers")[0].GetProperty("state").GetString());
            Assert.Contains("switched off", models.GetProperty("providers")[0].GetProperty("message").GetString(), StringComparison.Ordinal);
            await using var stream = await EventStreamClient.CompareAsync(application.Client, "a", "nobody");
            var done = (await stream.ToEndAsync()).Where(static item => item.Type == "done").OrderBy(static item => item.Lane).ToArray();
            Assert.Equal(["provider_off", "unknown_model"], done.Select(static item => item.Text("error_kind")));
            Assert.Contains("switched off", done[0].Text("message"), StringComparison.Ordinal);
        }

        await using var restarted = await CompareIntelApplication.StartAsync(null, data);
        Assert.Equal("off", (await restarted.Client.GetJsonAsync("/models")).GetProperty("providers")[0].GetProperty("state").GetString());
        await restarted.Services.GetRequiredService<RuntimeSwitches>().SetAsync(SwitchSettings.None, TestContext.Current.CancellationToken);
        Assert.Equal(3, (await restarted.Client.GetJsonAsync("/models")).GetProperty("models").GetArrayLength());
    }

    [Fact]
    public async Task Restart_KeepsWhatWasSwitched()
    {
        using var data = new TemporaryFolder();
        await using (var first = await CompareIntelApplication.StartAsync(null, data))
        {
            await first.Services.GetRequiredService<RuntimeSwitches>().SetAsync(new SwitchSettings { Banner = "back at noon" }, TestContext.Current.CancellationToken);
        }

        await using var second = await CompareIntelApplication.StartAsync(null, data);

        Assert.Equal("back at noon", second.Services.GetRequiredService<RuntimeSwitches>().Current.Banner);
    }
}
