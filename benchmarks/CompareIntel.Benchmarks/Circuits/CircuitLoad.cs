using CompareIntel.Benchmarks.Upstream;

namespace CompareIntel.Benchmarks.Circuits;

/// <summary>So many pages, each with a comparison of its own.</summary>
/// <param name="Circuits">Pages.</param>
/// <param name="Characters">Length of each answer.</param>
internal sealed record CircuitLoad(int Circuits, int Characters)
{
    public const int Lanes = 9;
    private const int Rate = 50;

    private readonly MarkdownText[] _texts = [.. Enumerable.Range(0, Lanes).Select(lane => MarkdownText.Of(AnswerOf(lane, Characters)))];

    public IReadOnlyList<string> Models => [.. Enumerable.Range(0, Lanes).Select(lane => AnswerOf(lane, Characters).ToString())];

    public int[] Stamps => [.. _texts.Select(static text => text.Stamps)];

    /// <summary>Of all pages.</summary>
    public long TotalDeltas => (long)Circuits * _texts.Sum(static text => text.Deltas.Count);

    /// <summary>Of all pages; each is a byte.</summary>
    public long TotalCharacters => (long)Circuits * _texts.Sum(static text => text.Markdown.Length);

    public int TotalAnswers => Circuits * Lanes;

    /// <summary>How long it takes when nothing is late.</summary>
    public TimeSpan ScriptedDuration => UpstreamServer.TimeToFirstToken + TimeSpan.FromSeconds(_texts.Max(static text => text.Deltas.Count) / (double)Rate);

    private static MarkdownAnswer AnswerOf(int lane, int characters) => new(MarkdownKind.Mixed, characters, Rate, lane, IsStamped: true);
}
