namespace CompareIntel.Core.Markdown;

/// <summary>A code block that no longer changes, so that its colours can be worked out.</summary>
/// <param name="Key">Names the block within its document; opaque.</param>
/// <param name="Language">As in <see cref="MarkdownProperty.Language"/>.</param>
/// <param name="Code">The whole code, as shown.</param>
public sealed record SettledCode(object Key, string Language, string Code);
