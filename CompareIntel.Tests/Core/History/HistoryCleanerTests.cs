using CompareIntel.Core.History;
using CompareIntel.Core.Storage;
using CompareIntel.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;

namespace CompareIntel.Tests.Core.History;

public sealed class HistoryCleanerTests
{
    private const string Owner = "b-owner";
    private const string RetentionKey = $"{StorageOptions.SectionName}:{nameof(StorageOptions.RetentionDays)}";

    [Fact]
    public async Task Cleaner_SettingSpoiltWhileItRuns_SaysSoAndGoesOnOnceItIsMended()
    {
        await using var rig = await StorageRig.StartAsync(StorageProvider.Sqlite);
        await using var engine = new EngineRig();
        var configuration = new ConfigurationManager { [RetentionKey] = "10" };
        await using var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddOptions<StorageOptions>().BindConfiguration(StorageOptions.SectionName)
            .Services.BuildServiceProvider();
        var logger = new FakeLogger<HistoryCleaner>();
        await rig.AddAsync(Owner, "old", "needle");
        rig.Time.Advance(TimeSpan.FromDays(11));
        using var cleaner = new HistoryCleaner(
            new HistoryPurge(rig.Database, rig.Time), engine.Live, services.GetRequiredService<IOptionsMonitor<StorageOptions>>(), rig.Time, logger);
        configuration[RetentionKey] = "ten";
        Reload(configuration);
        await cleaner.StartAsync(CancellationToken.None);

        await rig.Time.WaitForPendingTimersAsync(1);
        rig.Time.Advance(TimeSpan.FromMinutes(1));

        await rig.Time.WaitForCreatedTimersAsync(2);
        Assert.Equal(LogLevel.Warning, logger.LatestRecord.Level);
        Assert.Equal(["old"], await rig.TitlesAsync(Owner, HistoryFilter.None));

        configuration[RetentionKey] = "10";
        Reload(configuration);
        rig.Time.Advance(TimeSpan.FromHours(1));

        await rig.Time.WaitForCreatedTimersAsync(3);
        Assert.Empty(await rig.TitlesAsync(Owner, HistoryFilter.None));
        Assert.Equal(LogLevel.Information, logger.LatestRecord.Level);
        await cleaner.StopAsync(CancellationToken.None).WithinTimeout();
    }

    private static void Reload(IConfigurationRoot configuration)
    {
        try
        {
            configuration.Reload();
        }
        catch (AggregateException)
        {
            // Whoever reloads is told as well.
        }
    }
}
