namespace CompareIntel.Core.History;

/// <summary>A part of the list, newest first.</summary>
/// <param name="Entries">Conversations, each once in the whole list.</param>
/// <param name="NextCursor">What to ask for the next part with; null when this is the end.</param>
public sealed record HistorySlice(IReadOnlyList<HistoryEntry> Entries, string? NextCursor);
