using System.Text.Json;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Storage;
using CompareIntel.Core.Storage.Entities;
using CompareIntel.Core.Verification;
using Microsoft.EntityFrameworkCore;

namespace CompareIntel.Core.Administration;

/// <summary>A report of the release checks that is kept.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Report">What was found out.</param>
/// <param name="StartedBy">The administrator who had the checks made.</param>
/// <param name="SignOff">What people said of it.</param>
public sealed record KeptReport(long Number, VerificationReport Report, string StartedBy, SignOff SignOff);

/// <summary>What people say of a release.</summary>
/// <param name="DeployedBy">Who deployed it; empty when nobody said.</param>
/// <param name="DeployedAt">When, in their words; empty when nobody said.</param>
/// <param name="Notes">Anything else.</param>
/// <param name="SignedOffBy">The administrator who takes responsibility for it; null while nobody does.</param>
/// <param name="SignedOffAt">Since when.</param>
public sealed record SignOff(string DeployedBy, string DeployedAt, string Notes, string? SignedOffBy, DateTimeOffset? SignedOffAt);

/// <summary>The reports of the release checks. Every method throws <see cref="StorageUnavailableException"/> when the storage can't be reached.</summary>
public sealed class CheckReports(ComparisonDatabase database)
{
    /// <summary>Keeps it; gives its number.</summary>
    public Task<long> AddAsync(VerificationReport report, string startedBy, CancellationToken cancellationToken = default) => StorageFaults.GuardAsync(async () =>
    {
        var context = database.CreateContext();
        await using var disposal = context.ConfigureAwait(false);
        var row = new StoredCheckReport
        {
            StartedAt = report.StartedAt,
            Server = report.Server.AbsoluteUri,
            IsPassed = report.IsPassed,
            Report = VerificationDocuments.ToJson(report),
            StartedBy = startedBy,
        };
        context.CheckReports.Add(row);
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        return row.Number;
    });

    /// <summary>The report with this number; null when there is none.</summary>
    public Task<KeptReport?> FindAsync(long number, CancellationToken cancellationToken = default) => StorageFaults.GuardAsync(async () =>
    {
        var context = database.CreateContext();
        await using var disposal = context.ConfigureAwait(false);
        var row = await context.CheckReports.AsNoTracking().FirstOrDefaultAsync(row => row.Number == number, cancellationToken).ConfigureAwait(false);
        return row is null ? null : ToKept(row);
    });

    /// <summary>The newest reports first, of any server or of one.</summary>
    /// <param name="server">Its address; null for all.</param>
    /// <param name="before">Only those with a smaller number.</param>
    /// <param name="limit">So many at most.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<IReadOnlyList<KeptReport>> ListAsync(Uri? server, long before, int limit, CancellationToken cancellationToken = default) => StorageFaults.GuardAsync<IReadOnlyList<KeptReport>>(async () =>
    {
        var context = database.CreateContext();
        await using var disposal = context.ConfigureAwait(false);
        var rows = context.CheckReports.AsNoTracking().Where(row => row.Number < before);
        if (server is not null)
        {
            rows = rows.Where(row => row.Server == server.AbsoluteUri);
        }

        return [.. (await rows.OrderByDescending(static row => row.Number).Take(limit).ToListAsync(cancellationToken).ConfigureAwait(false)).Select(ToKept)];
    });

    /// <summary>Writes down what people say of it; false when there is no such report.</summary>
    public Task<bool> SignOffAsync(long number, SignOff signOff, CancellationToken cancellationToken = default) => StorageFaults.GuardAsync(async () =>
    {
        var context = database.CreateContext();
        await using var disposal = context.ConfigureAwait(false);
        return await context.CheckReports.Where(row => row.Number == number).ExecuteUpdateAsync(
            row => row
                .SetProperty(static row => row.DeployedBy, signOff.DeployedBy)
                .SetProperty(static row => row.DeployedAt, signOff.DeployedAt)
                .SetProperty(static row => row.Notes, signOff.Notes)
                .SetProperty(static row => row.SignedOffBy, signOff.SignedOffBy)
                .SetProperty(static row => row.SignedOffAt, signOff.SignedOffAt),
            cancellationToken).ConfigureAwait(false) > 0;
    });

    private static KeptReport ToKept(StoredCheckReport row)
    {
        var report = JsonSerializer.Deserialize(row.Report, VerificationJsonContext.Default.VerificationReport)
            ?? throw new InvalidDataException($"Report {row.Number} of the release checks is damaged.");
        return new KeptReport(row.Number, report, row.StartedBy, new SignOff(row.DeployedBy, row.DeployedAt, row.Notes, row.SignedOffBy, row.SignedOffAt));
    }
}
