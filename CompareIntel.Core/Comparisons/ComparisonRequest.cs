using Microsoft.Extensions.AI;

namespace CompareIntel.Core.Comparisons;

/// <summary>What to run: one prompt, sent to each lane with that lane's own history and settings. Immutable.</summary>
public sealed record ComparisonRequest
{
    /// <summary>The prompt, not blank.</summary>
    public required string Prompt { get; init; }

    /// <summary>1 to <see cref="ComparisonOptions.MaxLanes"/> lanes, in the order they are shown.</summary>
    public required IReadOnlyList<LaneRequest> Lanes { get; init; }

    /// <summary>Asks for one lane after another, whatever <see cref="ComparisonOptions.Concurrency"/> says. False leaves it to that.</summary>
    public bool IsSequential { get; init; }

    /// <summary>A request with the same settings for each of <paramref name="models"/>.</summary>
    public static ComparisonRequest Create(string prompt, params IEnumerable<string> models) =>
        new() { Prompt = prompt, Lanes = [.. models.Select(static model => new LaneRequest(model))] };
}

/// <summary>One lane: a model and its settings. <paramref name="Model"/> is <c>provider:model</c> or a bare id.</summary>
public sealed record LaneRequest(string Model)
{
    /// <summary>Earlier messages of this lane, oldest first, without the prompt.</summary>
    public IReadOnlyList<ChatMessage> History { get; init; } = [];

    /// <summary>
    /// The earlier turn that <see cref="History"/> comes from: that lane's own history, its prompt and its answer. Null when the history came from elsewhere,
    /// or there is none.
    /// </summary>
    public LaneReference? HistoryFrom { get; init; }

    /// <summary>System prompt.</summary>
    public string? System { get; init; }

    /// <summary>Sampling temperature, 0 to 2; null leaves it to the provider.</summary>
    public float? Temperature { get; init; }

    /// <summary>Nucleus sampling, 0 to 1; null leaves it to the provider.</summary>
    public float? TopP { get; init; }

    /// <summary>Output tokens at most; null leaves it to the provider.</summary>
    public int? MaxOutputTokens { get; init; }
}

/// <summary>A lane of a comparison.</summary>
/// <param name="ComparisonId">The comparison: a turn, or lanes of one that ran again.</param>
/// <param name="Lane">Index in that comparison's request.</param>
public sealed record LaneReference(string ComparisonId, int Lane);
