using System.Collections.Concurrent;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Storage;
using CompareIntel.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CompareIntel.Core.Ownership;

/// <summary>
/// Decides who may open a comparison. Its owner may, and nobody else. A program that keeps no cookies can't prove that it is the owner: as long as the
/// cookie that it got has never come back, every program that knows the unguessable id may: one that comes without a cookie, and one that asked several times at
/// once before it had its first, of which it keeps only the last.
/// </summary>
public sealed partial class ComparisonOwners
{
    private readonly ConcurrentDictionary<string, bool> _isConfirmed = new(StringComparer.Ordinal);
    private readonly ComparisonDatabase _database;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger<ComparisonOwners> _logger;

    public ComparisonOwners(ComparisonDatabase database, TimeProvider timeProvider, ILogger<ComparisonOwners> logger)
    {
        _database = database;
        _timeProvider = timeProvider;
        _logger = logger;
    }

    /// <summary>Whether <paramref name="callerId"/>, null for a caller without a cookie, may open what <paramref name="ownerId"/> owns.</summary>
    /// <exception cref="StorageUnavailableException">The storage can't be reached; the message says what to do.</exception>
    public async ValueTask<bool> MayOpenAsync(string? ownerId, string? callerId, CancellationToken cancellationToken = default) =>
        ownerId is null
        || ownerId == callerId
        || ((callerId is null || OwnerId.IsClient(callerId)) && OwnerId.IsClient(ownerId) && !await IsConfirmedAsync(ownerId, cancellationToken).ConfigureAwait(false));

    /// <summary>The owner came back with the cookie: from now on only the cookie opens what is theirs.</summary>
    public async ValueTask ConfirmAsync(string ownerId, CancellationToken cancellationToken = default)
    {
        if (!OwnerId.IsClient(ownerId) || (_isConfirmed.TryGetValue(ownerId, out var isConfirmed) && isConfirmed))
        {
            return;
        }

        _isConfirmed[ownerId] = true;
        var now = _timeProvider.GetUtcNow();
        try
        {
            var context = _database.CreateContext();
            await using var disposal = context.ConfigureAwait(false);
            if (!await context.Owners.AnyAsync(owner => owner.Id == ownerId, cancellationToken).ConfigureAwait(false))
            {
                context.Owners.Add(new StoredOwner { Id = ownerId, CreatedAt = now, ConfirmedAt = now });
                await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (DbUpdateException) when (!cancellationToken.IsCancellationRequested)
        {
            // Another request of the same owner was quicker.
        }
        catch (Exception exception) when (StorageFaults.IsStorageFault(exception))
        {
            // Stands in memory, and is tried again after the next start of the process.
            LogNotStored(exception);
        }
    }

    private async ValueTask<bool> IsConfirmedAsync(string ownerId, CancellationToken cancellationToken)
    {
        if (_isConfirmed.TryGetValue(ownerId, out var isConfirmed))
        {
            return isConfirmed;
        }

        try
        {
            var context = _database.CreateContext();
            await using var disposal = context.ConfigureAwait(false);
            isConfirmed = await context.Owners.AnyAsync(owner => owner.Id == ownerId && owner.ConfirmedAt != null, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (StorageFaults.IsStorageFault(exception))
        {
            throw new StorageUnavailableException("The storage can't be reached, so it is not known whose this comparison is. Try again in a moment.", exception);
        }

        return _isConfirmed.GetOrAdd(ownerId, isConfirmed);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "It could not be stored that an owner came back with the cookie")]
    private partial void LogNotStored(Exception exception);
}
