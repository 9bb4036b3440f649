namespace CompareIntel.Core.History;

/// <summary>A word as the search sees it.</summary>
/// <param name="Start">Index of its first character in the text that it stands in.</param>
/// <param name="Length">Characters that it takes there.</param>
/// <param name="Text">The word without case and accents: letters and digits only, at most <see cref="WordScanner.LongestWord"/> characters.</param>
internal readonly record struct SearchWord(int Start, int Length, string Text);
