using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Diagnostics.Samples;
using CompareIntel.Core.Storage;
using CompareIntel.Core.Storage.Entities;
using CompareIntel.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CompareIntel.Tests.Core.Diagnostics;

public sealed class LaneHistoryTests
{
    [Theory]
    [EveryStorage]
    public async Task Read_TheLast24Hours_AddsUpByModelProviderAndHour(StorageProvider provider)
    {
        await using var rig = await StartAsync(provider);
        var now = rig.Time.GetUtcNow();
        await MadeSamples.AddAsync(
            rig.Database,
            MadeSamples.Sample(now, ttft: 100),
            MadeSamples.Sample(now, ttft: 300, cost: null),
            MadeSamples.Sample(now.AddHours(-23), failure: FailureKind.RateLimited),
            MadeSamples.Sample(now.AddHours(-2), "b", ttft: 700, state: LaneState.Stopped, provider: "other"),
            MadeSamples.Sample(now.AddHours(-2), "typo", failure: FailureKind.UnknownModel, provider: ""),
            MadeSamples.Sample(now.AddHours(-2), "tyop", failure: FailureKind.UnknownModel, provider: ""),
            MadeSamples.Sample(now.AddHours(-25), ttft: 9_000));

        var report = await HistoryOf(rig).ReadAsync(ReportPeriod.Day, LaneFilter.None);

        Assert.False(report.IsBehind);
        Assert.Equal((6L, 2L, 1L, 1L, 0L, 2L), (report.All.Requests, report.All.Finished, report.All.Failed, report.All.Stopped, report.All.Interrupted, report.All.TurnedAway));
        Assert.Equal(1 / 3d, report.All.ErrorRate!.Value, 1e-9);
        Assert.Equal([("", ""), ("test", "a"), ("other", "b")], report.Models.Select(static model => (model.Provider, model.Model)));
        Assert.Equal(["", "other", "test"], report.Providers.Select(static one => one.Provider));
        var a = report.Models[1].Figures;
        Assert.Equal((3L, 2L), (a.Requests, a.Ttft.Count));
        Assert.InRange(a.Ttft.Quantile(0.5)!.Value, 99, 101);
        Assert.InRange(a.Duration.Quantile(0.99)!.Value, 1_188, 1_212);
        Assert.Equal([KeyValuePair.Create(FailureKind.RateLimited, 1L)], a.Failures);
        Assert.Equal((0.001m, 1L, 1L), (a.CostUsd!.Value, a.CostKnown, a.CostUnknown));
        Assert.Equal("at least $0.0010", FigureText.Cost(a));
        Assert.Equal(24, report.Bins.Count);
        Assert.Equal([1L, 3, 2], new[] { 0, 21, 23 }.Select(index => report.Bins[index].Requests));
        Assert.Equal(6, report.Bins.Sum(static bin => bin.Requests));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Figures_OfLanesThatWereTurnedAwayOrHaveNoPrice_SayNeitherMoreNorLessThanIsKnown(bool isKeptByHour)
    {
        var now = DateTimeOffset.UnixEpoch;
        var figures = new LaneFigures();
        figures.Add(MadeSamples.Sample(now, cost: null));
        figures.Add(MadeSamples.Sample(now, state: LaneState.Stopped));
        figures.Add(MadeSamples.Sample(now, failure: FailureKind.ProviderOff));
        figures.Add(MadeSamples.Sample(now, failure: FailureKind.UnknownModel));
        if (isKeptByHour)
        {
            var hour = new StoredLaneHour { Hour = now, Provider = "test", Model = "a", Release = "1.0" };
            figures.CopyTo(hour);
            figures = new LaneFigures();
            figures.Add(hour);
        }

        Assert.Equal((4L, 1L, 2L, 0d), (figures.Requests, figures.Judged, figures.TurnedAway, figures.ErrorRate));
        Assert.Equal((1L, 1L), (figures.CostKnown, figures.CostUnknown));
        Assert.Equal("at least $0.0010", FigureText.Cost(figures));
        Assert.Empty(figures.Failures);
    }

    [Theory]
    [EveryStorage]
    public async Task Read_Filtered_LeavesTheChoicesWhole(StorageProvider provider)
    {
        await using var rig = await StartAsync(provider);
        var now = rig.Time.GetUtcNow();
        await MadeSamples.AddAsync(rig.Database, MadeSamples.Sample(now), MadeSamples.Sample(now, "b\0"), MadeSamples.Sample(now, "b\0", provider: "other"));

        foreach (var period in Enum.GetValues<ReportPeriod>())
        {
            var report = await HistoryOf(rig).ReadAsync(period, new LaneFilter("test", "b\0"));

            Assert.Equal(("test", "b\0", 1L), (Assert.Single(report.Models).Provider, report.Models[0].Model, report.All.Requests));
            Assert.Equal([("test", "a"), ("other", "b\0"), ("test", "b\0")], report.Choices);
        }
    }

    [Theory]
    [EveryStorage]
    public async Task Read_ByHoursOrEverySample_AddsUpToTheSame(StorageProvider provider)
    {
        await using var rig = await StartAsync(provider);
        var to = LaneHours.HourOf(rig.Time.GetUtcNow());
        // More than two batches, in an order that is not that of their times.
        await MadeSamples.AddAsync(rig.Database, MadeSamples.Hours(to, 10, 60, "a").Concat(MadeSamples.Hours(to, 10, 60, "b", 2_000, "2.0")).OrderBy(static sample => sample.DurationMs));
        var history = HistoryOf(rig);

        var byHour = await history.ReadAsync(to.AddHours(-10), to, TimeSpan.FromHours(1), LaneFilter.None);
        var bySample = await history.ReadSamplesAsync(to.AddHours(-10), to, TimeSpan.FromHours(1), LaneFilter.None);

        Assert.Equal(1_200, byHour.All.Requests);
        Assert.Equal(Facts(bySample), Facts(byHour));
        // What came late is added to the hour that it belongs to.
        await MadeSamples.AddAsync(rig.Database, MadeSamples.Sample(to.AddHours(-9), ttft: 1));
        await history.ReadAsync(to, to.AddHours(1), LaneFilter.None);
        Assert.Equal(1_201, (await history.ReadAsync(to.AddHours(-10), to, LaneFilter.None)).All.Requests);
        await using var context = rig.Database.CreateContext();
        Assert.False(await context.LaneSamples.AnyAsync(static sample => !sample.IsSummed));
        Assert.Equal(20, await context.LaneHours.CountAsync());

        static object[] Facts(LaneReport report) =>
            [.. report.Models.Select(static model => (object)(model.Model, model.Figures.Requests, model.Figures.InputTokens, model.Figures.CostUsd, Convert.ToHexString(model.Figures.Ttft.ToBytes()))), .. report.Bins.Select(static bin => (object)bin.Requests)];
    }

    [Theory]
    [EveryStorage]
    public async Task Read_FarMoreThanCanBeAddedUpAtOnce_SaysThatItIsBehind(StorageProvider provider)
    {
        await using var rig = await StartAsync(provider);
        await MadeSamples.AddAsync(rig.Database, MadeSamples.Hours(rig.Time.GetUtcNow(), 10, 501));
        var history = HistoryOf(rig);

        Assert.True((await history.ReadAsync(ReportPeriod.Week, LaneFilter.None)).IsBehind);
        var report = await history.ReadAsync(ReportPeriod.Week, LaneFilter.None);

        Assert.False(report.IsBehind);
        Assert.Equal(5_010, report.All.Requests);
    }

    [Theory]
    [EveryStorage]
    public async Task ListReleases_TellsSinceWhenEachRan(StorageProvider provider)
    {
        await using var rig = await StartAsync(provider);
        var hour = LaneHours.HourOf(rig.Time.GetUtcNow());
        await MadeSamples.AddAsync(rig.Database, MadeSamples.Sample(hour.AddDays(-3)), MadeSamples.Sample(hour.AddDays(-2)), MadeSamples.Sample(hour.AddMinutes(3), release: "1.1"), MadeSamples.Sample(hour.AddDays(-9), release: ""));
        var history = HistoryOf(rig);

        var releases = await history.ListReleasesAsync();

        Assert.Equal([new SeenRelease("1.1", hour, hour.AddHours(1), 1), new("1.0", hour.AddDays(-3), hour.AddDays(-2).AddHours(1), 2), new("", hour.AddDays(-9), hour.AddDays(-9).AddHours(1), 1)], releases);
        Assert.Equal(hour.AddDays(-9), await history.FirstHourAsync());
        Assert.Equal(1, (await history.ReadAsync(hour.AddDays(-30), hour.AddHours(1), new LaneFilter(Release: "1.1"))).All.Requests);
    }

    [Theory]
    [EveryStorage]
    public async Task Clean_RemovesWhatIsOlderThanItIsKept(StorageProvider provider)
    {
        await using var rig = await StartAsync(provider);
        var now = rig.Time.GetUtcNow();
        await MadeSamples.AddAsync(rig.Database, MadeSamples.Hours(now.AddDays(-401), 10, 250).Append(MadeSamples.Sample(now.AddDays(-399))));
        var history = HistoryOf(rig);
        Assert.NotNull(await history.FirstHourAsync());

        Assert.Equal(2_500, await new LaneSampleCleaning(rig.Database, rig.Time).CleanAsync(400, CancellationToken.None));

        Assert.Equal(LaneHours.HourOf(now.AddDays(-399)), await history.FirstHourAsync());
        await using var context = rig.Database.CreateContext();
        Assert.Equal((1, 1), (await context.LaneSamples.CountAsync(), await context.LaneHours.CountAsync()));
    }

    [Fact]
    public async Task Read_StorageGone_SaysSo()
    {
        await using var database = await TestDatabase.CreateEmptyAsync(StorageProvider.Sqlite);
        using var hours = new LaneHours(database.Database);

        await Assert.ThrowsAsync<StorageUnavailableException>(() => new LaneHistory(database.Database, hours, TimeProvider.System).ReadAsync(ReportPeriod.Day, LaneFilter.None));
    }

    [Theory]
    [InlineData(ReportPeriod.Hour, "2026-11-24T12:35", "2026-11-24T13:35", 60)]
    [InlineData(ReportPeriod.Day, "2026-11-23T14:00", "2026-11-24T14:00", 24)]
    [InlineData(ReportPeriod.Week, "2026-11-17T18:00", "2026-11-24T18:00", 28)]
    [InlineData(ReportPeriod.Month, "2026-10-26T00:00", "2026-11-25T00:00", 30)]
    public void SpanOf_EndsWithThePieceThatGoesOn(ReportPeriod period, string from, string to, int pieces)
    {
        var now = new DateTimeOffset(2026, 11, 24, 13, 34, 56, TimeSpan.Zero);

        var span = ReportPeriods.SpanOf(period, now);

        Assert.Equal((At(from), At(to), pieces), (span.From, span.To, (int)((span.To - span.From) / span.Step)));

        static DateTimeOffset At(string text) => DateTimeOffset.Parse(text + "Z", System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task<StorageRig> StartAsync(StorageProvider provider)
    {
        var rig = await StorageRig.StartAsync(provider);
        rig.Time.SetUtcNow(new DateTimeOffset(2026, 11, 24, 13, 34, 56, TimeSpan.Zero));
        return rig;
    }

    private static LaneHistory HistoryOf(StorageRig rig) => new(rig.Database, new LaneHours(rig.Database), rig.Time);
}
