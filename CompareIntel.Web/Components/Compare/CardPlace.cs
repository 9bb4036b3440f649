using CompareIntel.Core.Feedback;

namespace CompareIntel.Web.Components.Compare;

/// <summary>How the reader has arranged one card. Equal values mean that nothing has to be rendered again.</summary>
public sealed record CardPlace
{
    public static CardPlace Default { get; } = new();

    /// <summary>The card that is shown where there is room for one.</summary>
    public bool IsActive { get; init; }

    /// <summary>It has the whole page to itself.</summary>
    public bool IsMaximised { get; init; }

    /// <summary>It stands first and the others are measured by it.</summary>
    public bool IsPinned { get; init; }

    /// <summary>The answer is shown as it was written.</summary>
    public bool IsRaw { get; init; }

    /// <summary>It shows a replay, or another's comparison: nothing of it can be stopped or run again.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>It shows another's comparison, which the reader can't go on with.</summary>
    public bool IsShared { get; init; }

    /// <summary>The reader may say what the answer is worth.</summary>
    public bool TakesFeedback { get; init; }

    /// <summary>What the reader said that it is worth; null for nothing.</summary>
    public FeedbackKind? Feedback { get; init; }

    public bool CanMoveLeft { get; init; }

    public bool CanMoveRight { get; init; }

    /// <summary>The run that is shown, from 0.</summary>
    public int Take { get; init; }

    /// <summary>Runs of the lane: one more than it was retried.</summary>
    public int Takes { get; init; } = 1;
}
