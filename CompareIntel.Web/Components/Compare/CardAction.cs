namespace CompareIntel.Web.Components.Compare;

/// <summary>What a control of a card asks for.</summary>
public enum CardAction
{
    Raw,
    Maximise,
    Hide,
    MoveLeft,
    MoveRight,
    Pin,
    Collapse,
    Stop,
    Retry,
    RetryWith,
    Continue,
    Seal,
    PreviousTake,
    NextTake,
    ThumbUp,
    ThumbDown,
    Comment,
    Report,
}

/// <summary>A control of the card of this lane was used.</summary>
public readonly record struct CardCommand(int Lane, CardAction Action);
