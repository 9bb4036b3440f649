using CompareIntel.Core;
using CompareIntel.Core.Administration;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Diagnostics;
using CompareIntel.Core.Diagnostics.Anomalies;
using CompareIntel.Core.Diagnostics.Samples;
using CompareIntel.Core.Diagnostics.Weekly;
using CompareIntel.Core.Storage;
using CompareIntel.Core.Storage.Entities;
using CompareIntel.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace CompareIntel.Tests.Core.Diagnostics;

public sealed class WeeklyReportTests : IDisposable
{
    // The Monday of week 2026-W48.
    private static readonly DateTimeOffset s_monday = new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _data = new();
    private readonly DiagnosticsOptions _options = new();

    public void Dispose() => _data.Dispose();

    [Theory]
    [EveryStorage]
    public async Task WriteDue_AtItsHour_WritesTheWeekBeforeOnce(StorageProvider provider)
    {
        await using var rig = await StartAsync(provider, s_monday.AddHours(5.9));
        var files = FilesOf(rig);
        await files.WriteDueAsync();
        Assert.Empty(Written());

        rig.Time.SetUtcNow(s_monday.AddHours(6));
        await files.WriteDueAsync();
        Assert.Equal(["compareintel-2026-W47.md"], Written());
        var text = await File.ReadAllTextAsync(Path.Combine(_data.Path, "weekly-reports", "compareintel-2026-W47.md"));
        Assert.StartsWith("# CompareIntel, week 2026-W47\n\n2026-11-16 to 2026-11-22 (UTC), beside the week before.", text, StringComparison.Ordinal);

        // One that somebody took away is not made again, by this process or the next.
        File.Delete(Path.Combine(_data.Path, "weekly-reports", "compareintel-2026-W47.md"));
        rig.Time.Advance(TimeSpan.FromDays(1));
        await files.WriteDueAsync();
        await FilesOf(rig).WriteDueAsync();
        Assert.Empty(Written());
    }

    [Theory]
    [EveryStorage]
    public async Task WriteDue_AfterALongTimeOff_WritesThoseThatWereMissed(StorageProvider provider)
    {
        await using var rig = await StartAsync(provider, s_monday.AddHours(6));
        await FilesOf(rig).WriteDueAsync();

        rig.Time.SetUtcNow(s_monday.AddDays(14));
        await FilesOf(rig).WriteDueAsync();
        Assert.Equal(["compareintel-2026-W47.md", "compareintel-2026-W48.md"], Written());

        rig.Time.SetUtcNow(s_monday.AddDays(14).AddHours(6));
        await FilesOf(rig).WriteDueAsync();
        rig.Time.Advance(TimeSpan.FromDays(7 * 40));
        await FilesOf(rig).WriteDueAsync();

        // Twelve at most.
        Assert.Equal(3 + 12, Written().Length);
        Assert.Equal("compareintel-2027-W36.md", Written()[^1]);
    }

    [Fact]
    public async Task WriteDue_OnAnotherDay_WaitsForIt()
    {
        _options.WeeklyReportDay = DayOfWeek.Sunday;
        _options.WeeklyReportHour = 23;
        _options.WeeklyReportFolder = "reports/weekly";
        await using var rig = await StartAsync(StorageProvider.Sqlite, s_monday.AddDays(6).AddHours(22));
        var files = FilesOf(rig);
        await files.WriteDueAsync();
        Assert.Empty(Written());

        rig.Time.Advance(TimeSpan.FromHours(1));
        await files.WriteDueAsync();

        Assert.Equal(["compareintel-2026-W47.md"], Written());
    }

    [Fact]
    public async Task WriteDue_WithoutAFolderOrALane_WritesNothing()
    {
        await using var rig = await StorageRig.StartAsync(StorageProvider.Sqlite);
        rig.Time.SetUtcNow(s_monday.AddHours(7));
        await FilesOf(rig).WriteDueAsync();
        Assert.Empty(Written());

        _options.WeeklyReportFolder = "";
        await MadeSamples.AddAsync(rig.Database, MadeSamples.Sample(s_monday.AddDays(-2)));
        await FilesOf(rig).WriteDueAsync();
        Assert.Empty(Written());
    }

    [Fact]
    public async Task WriteDue_FolderThatCantBeWritten_IsTriedAgain()
    {
        await using var rig = await StartAsync(StorageProvider.Sqlite, s_monday.AddHours(7));
        var files = FilesOf(rig);
        var inTheWay = _data.PathOf("weekly-reports");
        await File.WriteAllTextAsync(inTheWay, "a file of this name");
        await Assert.ThrowsAnyAsync<IOException>(() => files.WriteDueAsync());

        File.Delete(inTheWay);
        await files.WriteDueAsync();

        Assert.Equal(["compareintel-2026-W47.md"], Written());
    }

    [Theory]
    [EveryStorage]
    public async Task Report_OfAWeek_IsBesideTheOneBeforeWithAnomaliesAndUnknownCostInWords(StorageProvider provider)
    {
        await using var rig = await StorageRig.StartAsync(provider);
        rig.Time.SetUtcNow(s_monday.AddDays(2));
        await MadeSamples.AddAsync(
            rig.Database,
            MadeSamples.Hours(s_monday.AddDays(-7), 100, 2).Concat(MadeSamples.Hours(s_monday, 100, 2, ttft: 900))
                .Append(MadeSamples.Sample(s_monday.AddHours(-1), "odd|*model*", cost: null))
                .Append(MadeSamples.Sample(s_monday.AddHours(-1), failure: FailureKind.RateLimited)));
        await using (var context = rig.Database.CreateContext())
        {
            context.Anomalies.Add(new StoredAnomaly { Provider = "test", Model = "a", Kind = AnomalyKind.TimeToFirstToken, BeganAt = s_monday.AddDays(-3), Value = 900, Worst = 950, Usual = 520, Limit = 780, Lanes = 12 });
            await context.SaveChangesAsync();
        }

        var report = await ReportsOf(rig).ReadAsync(new IsoWeek(2026, 47));
        var text = WeeklyMarkdown.Of(report);

        Assert.True(report.IsOver);
        Assert.Equal((202L, 200L, 7), (report.Now.All.Requests, report.Comparison.Before.All.Requests, report.Now.Bins.Count));
        Assert.Contains("- Requests: 202 (200 the week before): 201 finished, 1 failed", text, StringComparison.Ordinal);
        Assert.Contains("- Cost: at least $0.2000 (unknown for 1 of 201 answers); $0.2000 the week before", text, StringComparison.Ordinal);
        Assert.Contains("- Failures: rate limited 1", text, StringComparison.Ordinal);
        Assert.Matches(@"\| Time to first token, median \| 5\d\d ms \| 9\d\d ms \| \+\d+ ms \| \+\d+ ms to \+\d+ ms \| slower, beyond chance \|", text);
        Assert.Contains(@"| test | odd\|\*model\* | 1 | 0.0 % |", text, StringComparison.Ordinal);
        Assert.Matches(@"- test:a, Time to first token, median: 5\d\d ms before, 9\d\d ms now", text);
        Assert.Contains("- 2026-11-20 00:00 to now: test:a: its first token took 900 ms", text, StringComparison.Ordinal);
        Assert.False((await ReportsOf(rig).ReadAsync(new IsoWeek(2026, 48))).IsOver);
    }

    [Theory]
    [InlineData("2026-W47", 2026, 47, "2026-11-16")]
    [InlineData("2026-W53", 2026, 53, "2026-12-28")]
    [InlineData("2025-W01", 2025, 1, "2024-12-30")]
    public void IsoWeek_ReadsWhatItWrites(string text, int year, int number, string from)
    {
        Assert.True(IsoWeek.TryParse(text, out var week));
        Assert.Equal((new IsoWeek(year, number), text, from), (week, week.ToString(), week.From.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(week, IsoWeek.Of(week.To.AddTicks(-1)));
        Assert.Equal(week, week.Next.Previous);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2025-W53")]
    [InlineData("2026-W00")]
    [InlineData("2026W471")]
    [InlineData("../../W1")]
    public void IsoWeek_OfSomethingElse_IsNone(string? text) => Assert.False(IsoWeek.TryParse(text, out _));

    private string[] Written() => [.. Directory.EnumerateFiles(_data.Path, "*.*", SearchOption.AllDirectories).Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)];

    private static async Task<StorageRig> StartAsync(StorageProvider provider, DateTimeOffset now)
    {
        var rig = await StorageRig.StartAsync(provider);
        rig.Time.SetUtcNow(now);
        await MadeSamples.AddAsync(rig.Database, MadeSamples.Sample(s_monday.AddDays(-2)));
        return rig;
    }

    private static WeeklyReports ReportsOf(StorageRig rig) => new(HistoryOf(rig), AnomalyWatchTests.WatchOf(rig), rig.Time);

    private static LaneHistory HistoryOf(StorageRig rig) => new(rig.Database, new LaneHours(rig.Database), rig.Time);

    private WeeklyReportFiles FilesOf(StorageRig rig) => new(
        ReportsOf(rig), HistoryOf(rig), new StoredSettings(rig.Database), DataDirectory.Open(_data.Path), new FixedOptionsMonitor<DiagnosticsOptions>(_options), rig.Time, NullLogger<WeeklyReportFiles>.Instance);
}
