using System.Text;

namespace CompareIntel.Core.Comparisons;

/// <summary>A comparison's progress together with each lane's whole text and reasoning.</summary>
public sealed class ComparisonTranscript : ILogFold
{
    private readonly List<(StringBuilder Text, StringBuilder Reasoning)> _lanes = [];

    /// <summary>States, times and lengths.</summary>
    public ComparisonProgress Progress { get; } = new();

    /// <summary>All that is in <paramref name="log"/> now, without waiting for more.</summary>
    public static ComparisonTranscript Of(ComparisonLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        var transcript = new ComparisonTranscript();
        log.ReadInto(transcript);
        return transcript;
    }

    /// <summary>The lanes' texts so far, in lane order.</summary>
    public IReadOnlyList<string> Texts => [.. _lanes.Select(static lane => lane.Text.ToString())];

    /// <summary>The lane's text so far, exactly its deltas in order.</summary>
    public string TextOf(int lane) => _lanes[lane].Text.ToString();

    /// <summary>The lane's reasoning so far.</summary>
    public string ReasoningOf(int lane) => _lanes[lane].Reasoning.ToString();

    /// <summary>Folds the next event in, which may be a delta.</summary>
    public void Apply(ComparisonEvent item)
    {
        if (LaneDelta.TryFrom(item, out var delta))
        {
            Apply(delta);
            return;
        }

        Progress.Apply(item);
        if (item is LaneCreated)
        {
            _lanes.Add((new StringBuilder(), new StringBuilder()));
        }
    }

    /// <inheritdoc/>
    public void Apply(in LaneDelta delta)
    {
        Progress.Apply(delta);
        var lane = _lanes[delta.Lane];
        (delta.IsReasoning ? lane.Reasoning : lane.Text).Append(delta.Text);
    }
}
