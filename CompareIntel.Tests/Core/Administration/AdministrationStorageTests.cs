using CompareIntel.Core.Administration;
using CompareIntel.Core.Storage;
using CompareIntel.Core.Verification;
using CompareIntel.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace CompareIntel.Tests.Core.Administration;

public sealed class AdministrationStorageTests
{
    [Theory]
    [EveryStorage]
    public async Task Reports_AreKeptWholeAndSignedOff(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var reports = new CheckReports(database.Database);
        var report = ReportTrendTests.Report(1_234.5);
        var elsewhere = await reports.AddAsync(report with { Server = new Uri("http://other/") }, "ada");
        var number = await reports.AddAsync(report, "ada");
        var signOff = new SignOff("Grace", "noon", "all\0well", "ada", DateTimeOffset.UnixEpoch.AddDays(1));

        Assert.True(await reports.SignOffAsync(number, signOff));
        Assert.False(await reports.SignOffAsync(number + 1, signOff));

        var after = new CheckReports(database.Open());
        var kept = await after.FindAsync(number);
        Assert.Equal(signOff, kept!.SignOff);
        Assert.Equal(VerificationDocuments.ToJson(report), VerificationDocuments.ToJson(kept.Report));
        Assert.Null(await after.FindAsync(number + 1));
        Assert.Equal([number, elsewhere], (await after.ListAsync(null, long.MaxValue, 10)).Select(static one => one.Number));
        Assert.Equal([number], (await after.ListAsync(report.Server, long.MaxValue, 10)).Select(static one => one.Number));
        Assert.Empty(await after.ListAsync(report.Server, number, 10));
    }

    [Theory]
    [EveryStorage]
    public async Task Audit_NewestFirst_WithTimeAndCutTexts(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        var audit = new AuditLog(database.Database, clock);
        await audit.AddAsync("ada", "sign-in", "with a password", "::1");
        clock.Advance(TimeSpan.FromMinutes(1));
        await audit.AddAsync(new string('x', 5_000), "sign-in", "refused", null);

        var entries = await new AuditLog(database.Open(), clock).ListAsync(10);

        Assert.Equal(new AuditEntry(clock.GetUtcNow().AddMinutes(-1), "ada", "sign-in", "with a password", "::1"), entries[1]);
        Assert.Equal(AuditLog.MostCharacters, entries[0].Actor.Length);
        Assert.Single(await audit.ListAsync(1));
    }

    [Theory]
    [EveryStorage]
    public async Task Audit_TheSameAgainWithinAMinute_IsOneEntry(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        var audit = new AuditLog(database.Database, clock);
        var name = new string('x', 5_000);
        foreach (var (actor, detail, address) in new[] { (name, "refused", "::1"), (name, "refused", "::1"), (name, "refused: locked", "::1"), (name, "refused", "::2"), ("ada", "refused", null), ("ada", "refused", null) })
        {
            await audit.AddUnlessRepeatedAsync(actor, "sign-in", detail, address);
            clock.Advance(TimeSpan.FromSeconds(9));
        }

        clock.Advance(TimeSpan.FromSeconds(6));
        await audit.AddUnlessRepeatedAsync(name, "sign-in", "refused", "::1");

        var entries = await audit.ListAsync(10);
        Assert.Equal(
            [("refused", "::1"), ("refused", null), ("refused", "::2"), ("refused: locked", "::1"), ("refused", "::1")],
            entries.Select(static entry => (entry.Detail, entry.Address)));
        Assert.Equal(TimeSpan.FromMinutes(1), entries[0].At - entries[^1].At);
    }

    [Theory]
    [EveryStorage]
    public async Task Settings_SetReplacedAndTakenBack(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var settings = new StoredSettings(database.Database);
        Assert.Null(await settings.FindAsync("verification", VerificationJson.Options));

        await settings.SetAsync("verification", new VerificationOptions { Counts = [2] }, VerificationJson.Options);
        await settings.SetAsync("verification", new VerificationOptions { Counts = [4], MaxSeconds = new Dictionary<string, double> { ["4"] = 7.5 } }, VerificationJson.Options);

        var found = await new StoredSettings(database.Open()).FindAsync("verification", VerificationJson.Options);
        Assert.Equal([4], found!.Counts);
        Assert.Equal(new Dictionary<string, double> { ["4"] = 7.5 }, found.MaxSeconds);
        await settings.SetAsync("verification", null, VerificationJson.Options);
        Assert.Null(await settings.FindAsync("verification", VerificationJson.Options));
    }
}
