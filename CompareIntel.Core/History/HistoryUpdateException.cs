namespace CompareIntel.Core.History;

/// <summary>A title or tags that can't be taken. The message says what to do and can be shown.</summary>
public sealed class HistoryUpdateException : Exception
{
    /// <param name="field">What can't be taken: <c>title</c> or <c>tags</c>.</param>
    /// <param name="message">What to do.</param>
    public HistoryUpdateException(string field, string message)
        : base(message) => Field = field;

    /// <summary>What can't be taken: <c>title</c> or <c>tags</c>.</summary>
    public string Field { get; }
}
