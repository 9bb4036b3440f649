using System.Threading.RateLimiting;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Feedback;

namespace CompareIntel.Web.Hosting.Ownership;

/// <summary>
/// Feedback as owners give it, so much in a minute, on the page and over HTTP together. The caller makes sure that whoever asks may open the comparison, and says
/// who that is: the owner's id, or something else that others don't have in common with one who has none. Every method throws
/// <see cref="StorageUnavailableException"/> when the storage can't be reached.
/// </summary>
public sealed class OwnFeedback(FeedbackBook book) : IDisposable
{
    /// <summary>Changes and reports of one asker in a minute.</summary>
    public const int MostPerMinute = 30;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(static asker =>
        RateLimitPartition.GetFixedWindowLimiter(asker, static _ => new FixedWindowRateLimiterOptions { PermitLimit = MostPerMinute, Window = Window }));

    public void Dispose() => _limiter.Dispose();

    /// <inheritdoc cref="FeedbackBook.RateAsync"/>
    public Task<FeedbackOutcome> RateAsync(string asker, LiveComparison comparison, int lane, bool isGood, string? comment, CancellationToken cancellationToken = default) =>
        LimitAsync(asker, () => book.RateAsync(comparison, lane, isGood, comment, cancellationToken));

    /// <inheritdoc cref="FeedbackBook.TakeBackAsync"/>
    public Task<FeedbackOutcome> TakeBackAsync(string asker, LiveComparison comparison, int lane, CancellationToken cancellationToken = default) =>
        LimitAsync(asker, () => book.TakeBackAsync(comparison, lane, cancellationToken));

    /// <inheritdoc cref="FeedbackBook.ReportAsync"/>
    public Task<FeedbackOutcome> ReportAsync(string asker, LiveComparison comparison, ProblemReport report, CancellationToken cancellationToken = default) =>
        LimitAsync(asker, () => book.ReportAsync(comparison, report, cancellationToken));

    /// <inheritdoc cref="FeedbackBook.ListOwnAsync"/>
    public Task<IReadOnlyList<AnswerFeedback>> ListAsync(IReadOnlyCollection<LiveComparison> comparisons, CancellationToken cancellationToken = default) =>
        book.ListOwnAsync(comparisons, cancellationToken);

    /// <summary>Why it was not kept, in words that say what to do; null when it was.</summary>
    public static string? Describe(FeedbackOutcome outcome) => outcome switch
    {
        FeedbackOutcome.Kept => null,
        FeedbackOutcome.NoLane => "This comparison has no such answer.",
        FeedbackOutcome.StillRunning => "The answer is still being written. Say what you think of it when it has ended.",
        FeedbackOutcome.TooMany => $"{FeedbackBook.MostReports} problems of this comparison were reported already, which is the most.",
        FeedbackOutcome.TooFast => $"That was more than {MostPerMinute} times in a minute. Wait a moment, and try again.",
        FeedbackOutcome.NotStoredYet => "The comparison itself could not be stored yet. Try again in a moment.",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
    };

    private async Task<FeedbackOutcome> LimitAsync(string asker, Func<Task<FeedbackOutcome>> workAsync)
    {
        using var lease = _limiter.AttemptAcquire(asker);
        return lease.IsAcquired ? await workAsync() : FeedbackOutcome.TooFast;
    }
}
