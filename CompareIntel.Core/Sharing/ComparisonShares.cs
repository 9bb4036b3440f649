using System.Security.Cryptography;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Storage;
using CompareIntel.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace CompareIntel.Core.Sharing;

/// <summary>
/// Read-only links to stored comparisons. Only the owner of a comparison makes, sees and revokes them. Every method throws
/// <see cref="StorageUnavailableException"/>, whose message says what to do, when the storage can't be reached.
/// </summary>
public sealed class ComparisonShares
{
    /// <summary>Links that one comparison has at most.</summary>
    public const int MostShares = 50;

    // 28 of 32 letters are 140 bits.
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    private const int TokenLength = 28;

    private readonly ComparisonDatabase _database;
    private readonly TimeProvider _timeProvider;

    public ComparisonShares(ComparisonDatabase database, TimeProvider timeProvider)
    {
        _database = database;
        _timeProvider = timeProvider;
    }

    /// <summary>The link with this token was revoked; raised on any thread. Handlers must not throw.</summary>
    public event Action<string>? Revoked;

    /// <summary>Makes a link to one turn of a conversation; null when the owner has no such comparison stored.</summary>
    /// <param name="ownerId">Whose comparison.</param>
    /// <param name="comparisonId">The turn.</param>
    /// <param name="lifetime">How long the link works; null for until it is revoked.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="InvalidOperationException">There are <see cref="MostShares"/> already.</exception>
    public Task<ComparisonShare?> CreateAsync(string ownerId, string comparisonId, TimeSpan? lifetime, CancellationToken cancellationToken) => StorageFaults.GuardAsync(async () =>
    {
        var context = _database.CreateContext();
        await using var disposal = context.ConfigureAwait(false);
        var number = await Own(context, ownerId, comparisonId).Select(static row => (long?)row.Number).SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        if (number is not { } known)
        {
            return null;
        }

        var now = _timeProvider.GetUtcNow();
        await context.Shares.Where(share => share.ComparisonNumber == known && share.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        if (await context.Shares.CountAsync(share => share.ComparisonNumber == known, cancellationToken).ConfigureAwait(false) >= MostShares)
        {
            throw new InvalidOperationException($"This comparison has {MostShares} links, which is the most. Revoke one that is no longer needed.");
        }

        var row = new StoredShare { Token = RandomNumberGenerator.GetString(Alphabet, TokenLength), ComparisonNumber = known, CreatedAt = now, ExpiresAt = now + lifetime };
        context.Shares.Add(row);
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        return ToShare(row);
    });

    /// <summary>The links of a comparison that work now, newest first.</summary>
    public Task<IReadOnlyList<ComparisonShare>> ListAsync(string ownerId, string comparisonId, CancellationToken cancellationToken) => StorageFaults.GuardAsync<IReadOnlyList<ComparisonShare>>(async () =>
    {
        var now = _timeProvider.GetUtcNow();
        var context = _database.CreateContext();
        await using var disposal = context.ConfigureAwait(false);
        var rows = await Own(context, ownerId, comparisonId)
            .SelectMany(static row => row.Shares)
            .Where(share => share.ExpiresAt == null || share.ExpiresAt > now)
            .OrderByDescending(static share => share.CreatedAt)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        return [.. rows.Select(ToShare)];
    });

    /// <summary>Ends a link at once and for good. False when the owner has no such link.</summary>
    public Task<bool> RevokeAsync(string ownerId, string token, CancellationToken cancellationToken) => StorageFaults.GuardAsync(async () =>
    {
        var context = _database.CreateContext();
        await using var disposal = context.ConfigureAwait(false);
        var isRevoked = await context.Shares
            .Where(share => share.Token == token && context.Comparisons.Any(row => row.Number == share.ComparisonNumber && row.OwnerId == ownerId))
            .ExecuteDeleteAsync(cancellationToken)
            .ConfigureAwait(false) > 0;
        if (isRevoked)
        {
            Revoked?.Invoke(token);
        }

        return isRevoked;
    });

    /// <summary>The id of the comparison that a link shows; null when it was revoked, has expired, or its comparison was deleted.</summary>
    public Task<string?> FindComparisonAsync(string token, CancellationToken cancellationToken) => StorageFaults.GuardAsync(async () =>
    {
        var now = _timeProvider.GetUtcNow();
        var context = _database.CreateContext();
        await using var disposal = context.ConfigureAwait(false);
        return await context.Shares
            .Where(share => share.Token == token && (share.ExpiresAt == null || share.ExpiresAt > now))
            .Join(context.Comparisons.Where(static row => row.DeletedAt == null), static share => share.ComparisonNumber, static row => row.Number, static (_, row) => row.Id)
            .SingleOrDefaultAsync(cancellationToken)
            .ConfigureAwait(false);
    });

    private static IQueryable<StoredComparison> Own(ComparisonDbContext context, string ownerId, string id) =>
        context.Comparisons.Where(row => row.Id == id && row.OwnerId == ownerId && row.FirstId == null && row.DeletedAt == null);

    private static ComparisonShare ToShare(StoredShare row) => new(row.Token, row.CreatedAt, row.ExpiresAt);
}
