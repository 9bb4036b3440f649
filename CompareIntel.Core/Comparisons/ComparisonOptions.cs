using System.ComponentModel.DataAnnotations;

namespace CompareIntel.Core.Comparisons;

/// <summary>Whether lanes run at once or one after another.</summary>
public enum ConcurrencyMode
{
    /// <summary>All lanes start together.</summary>
    Concurrent,

    /// <summary>Each lane starts when the one before has ended: the operator's way back.</summary>
    Sequential,
}

/// <summary>The <c>Comparisons</c> section. Changes are taken up by the next comparison without a restart.</summary>
public sealed class ComparisonOptions
{
    public const string SectionName = "Comparisons";

    /// <summary>Whether lanes run at once. Sequential is the rollback.</summary>
    public ConcurrencyMode Concurrency { get; set; } = ConcurrencyMode.Concurrent;

    /// <summary>Lanes of one comparison at most.</summary>
    [Range(1, 12)]
    public int MaxLanes { get; set; } = 12;

    /// <summary>From sending a request to its first delta at most.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan FirstTokenTimeout { get; set; } = TimeSpan.FromSeconds(90);

    /// <summary>Between two deltas at most.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan DeltaGapTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>From sending a lane's first request to its end at most, retries included.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "06:00:00")]
    public TimeSpan AnswerTimeout { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Requests per lane at most; 1 means no retry. A lane is retried only before its first delta.</summary>
    [Range(1, 10)]
    public int MaxAttempts { get; set; } = 3;

    /// <summary>Wait before the second attempt; doubled for each further one, plus up to a quarter at random.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest <c>Retry-After</c> that is waited for; a provider that asks for more fails the lane at once.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Characters of text and reasoning of one lane at most; beyond it the lane fails and keeps what it has.</summary>
    [Range(1_000, 100_000_000)]
    public int MaxAnswerCharacters { get; set; } = 4_000_000;

    /// <summary>
    /// Megabytes of memory, about, that ended comparisons may take together; beyond it the ones that ended first leave memory, and are read from storage when someone asks for them.
    /// </summary>
    [Range(0, 1_000_000)]
    public int RetainedMegabytes { get; set; } = 512;

    /// <summary>How long running lanes may go on when the server is asked to end; then they are interrupted. Fixed when the server starts.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan ShutdownGrace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Comparisons that may run at once; further ones are refused with a clear error.</summary>
    [Range(1, 100_000)]
    public int MaxRunning { get; set; } = 1_000;
}
