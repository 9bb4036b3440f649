namespace CompareIntel.Core.Comparisons;

/// <summary>
/// A <see cref="TextReceived"/> or <see cref="ReasoningReceived"/> as it stands in the log, for those who read or write so many of them that an object for each
/// would be felt. The text never changes.
/// </summary>
public readonly ref struct LaneDelta
{
    internal LaneDelta(int lane, bool isReasoning, ReadOnlySpan<char> text)
    {
        Lane = lane;
        IsReasoning = isReasoning;
        Text = text;
    }

    /// <summary>Index of the lane.</summary>
    public int Lane { get; }

    /// <summary>Whether it is reasoning and not part of the answer.</summary>
    public bool IsReasoning { get; }

    /// <summary>Exactly as the provider sent it.</summary>
    public ReadOnlySpan<char> Text { get; }

    /// <inheritdoc cref="ComparisonEvent.Sequence"/>
    public long Sequence { get; internal init; }

    /// <inheritdoc cref="ComparisonEvent.Elapsed"/>
    public TimeSpan Elapsed { get; internal init; }

    /// <summary>The same as an event of its own.</summary>
    public LaneEvent ToEvent()
    {
        LaneEvent item = IsReasoning ? new ReasoningReceived(Lane, Text.ToString()) : new TextReceived(Lane, Text.ToString());
        item.Sequence = Sequence;
        item.Elapsed = Elapsed;
        return item;
    }

    /// <summary>The delta that this event is, if it is one.</summary>
    public static bool TryFrom(ComparisonEvent item, out LaneDelta delta)
    {
        switch (item)
        {
            case TextReceived text:
                delta = new LaneDelta(text.Lane, isReasoning: false, text.Text) { Sequence = item.Sequence, Elapsed = item.Elapsed };
                return true;
            case ReasoningReceived reasoning:
                delta = new LaneDelta(reasoning.Lane, isReasoning: true, reasoning.Text) { Sequence = item.Sequence, Elapsed = item.Elapsed };
                return true;
            default:
                delta = default;
                return false;
        }
    }
}
