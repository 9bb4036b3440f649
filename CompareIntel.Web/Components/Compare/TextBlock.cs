namespace CompareIntel.Web.Components.Compare;

/// <summary>
/// One block of a transcript: some lines of text, or a part of a very long one, cut into short segments. A block that has settled is the same object in every later transcript.
/// </summary>
/// <param name="Id">Its place in the transcript, from 0.</param>
/// <param name="Segments">The text, in order. All but the last never change, so that growth sends only what was added.</param>
/// <param name="IsRunOn">Whether it shares a line with the block before or behind it, and so must not stand on lines of its own.</param>
public sealed record TextBlock(int Id, IReadOnlyList<string> Segments, bool IsRunOn);
