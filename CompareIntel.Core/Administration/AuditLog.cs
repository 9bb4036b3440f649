using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Storage;
using CompareIntel.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace CompareIntel.Core.Administration;

/// <summary>An entry of the audit log.</summary>
/// <param name="At">When.</param>
/// <param name="Actor">The administrator's name, or the one that somebody gave who is none.</param>
/// <param name="Action">Stable, such as <c>sign-in</c>.</param>
/// <param name="Detail">On what, and how it came out; never a secret.</param>
/// <param name="Address">The network address that it came from; null where there is none.</param>
public sealed record AuditEntry(DateTimeOffset At, string Actor, string Action, string Detail, string? Address);

/// <summary>What administrators did. Entries are added and read, never changed.</summary>
public sealed class AuditLog(ComparisonDatabase database, TimeProvider timeProvider)
{
    /// <summary>Characters of a name or detail that are kept.</summary>
    public const int MostCharacters = 1_000;

    private const int MostLookedBack = 100;
    private static readonly TimeSpan s_repetition = TimeSpan.FromMinutes(1);

    /// <exception cref="StorageUnavailableException">The storage can't be reached.</exception>
    public Task AddAsync(string actor, string action, string detail, string? address, CancellationToken cancellationToken = default) => StorageFaults.GuardAsync(async () =>
    {
        var context = database.CreateContext();
        await using var disposal = context.ConfigureAwait(false);
        context.AuditEntries.Add(new StoredAuditEntry { At = timeProvider.GetUtcNow(), Actor = Cut(actor), Action = action, Detail = Cut(detail), Address = address });
        return await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    });

    /// <summary>Adds it, unless an entry of the last minute says the same of the same actor and address: what anyone can do again and again must not fill the log.</summary>
    /// <exception cref="StorageUnavailableException">The storage can't be reached.</exception>
    public async Task AddUnlessRepeatedAsync(string actor, string action, string detail, string? address, CancellationToken cancellationToken = default)
    {
        var since = timeProvider.GetUtcNow() - s_repetition;
        var newest = await ListAsync(MostLookedBack, cancellationToken).ConfigureAwait(false);
        if (!newest.Any(entry => entry.At > since && entry.Actor == Cut(actor) && entry.Action == action && entry.Detail == Cut(detail) && entry.Address == address))
        {
            await AddAsync(actor, action, detail, address, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The newest entries first.</summary>
    /// <param name="limit">So many at most.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StorageUnavailableException">The storage can't be reached.</exception>
    public Task<IReadOnlyList<AuditEntry>> ListAsync(int limit, CancellationToken cancellationToken = default) => StorageFaults.GuardAsync<IReadOnlyList<AuditEntry>>(async () =>
    {
        var context = database.CreateContext();
        await using var disposal = context.ConfigureAwait(false);
        return await context.AuditEntries.AsNoTracking().OrderByDescending(static row => row.Number).Take(limit)
            .Select(static row => new AuditEntry(row.At, row.Actor, row.Action, row.Detail, row.Address)).ToListAsync(cancellationToken).ConfigureAwait(false);
    });

    private static string Cut(string text) => text.Length <= MostCharacters ? text : text[..MostCharacters];
}
