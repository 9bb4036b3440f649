using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Replay;

namespace CompareIntel.Web.Components.Compare;

/// <summary>The replay of the comparison that a page shows, while there is one. Used on the renderer's thread.</summary>
/// <param name="session">What reads the log that is played.</param>
/// <param name="timeProvider">Drives it.</param>
/// <param name="changed">Told, on any thread, that it has moved on; the page then calls <see cref="FollowAsync"/> and renders, on its own.</param>
internal sealed class PageReplay(ComparisonSession session, TimeProvider timeProvider, Action changed)
{
    private LiveComparison? _comparison;
    private ComparisonLog? _followed;

    /// <summary>What plays; null while the comparison is shown as it is.</summary>
    public ReplayPlayer? Player { get; private set; }

    /// <summary>Plays the comparison again, or shows it as it is. One that still runs is not replayed.</summary>
    public async Task SetAsync(LiveComparison? comparison, bool isReplay)
    {
        if (isReplay == Player is not null || comparison is not { Log.IsEnded: true })
        {
            return;
        }

        if (isReplay)
        {
            _comparison = comparison;
            Player = new ReplayPlayer(comparison.Log, timeProvider);
            Player.Changed += changed;
            Player.Play();
        }
        else
        {
            Drop();
            await session.FollowAsync(comparison);
        }
    }

    /// <summary>Shows what plays now: what was put back is a log of its own, which the session reads from its beginning.</summary>
    public Task FollowAsync()
    {
        if (Player is not { Log: var log } || _comparison is not { } comparison || ReferenceEquals(log, _followed))
        {
            return Task.CompletedTask;
        }

        _followed = log;
        return session.FollowAsync(comparison.Id, log);
    }

    /// <summary>Ends it, and leaves the session as it is.</summary>
    public void Drop()
    {
        if (Player is not null)
        {
            Player.Changed -= changed;
            Player.Dispose();
            Player = null;
            _comparison = null;
            _followed = null;
        }
    }
}
