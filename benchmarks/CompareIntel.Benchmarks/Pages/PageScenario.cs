using CompareIntel.Benchmarks.Upstream;

namespace CompareIntel.Benchmarks.Pages;

/// <summary>What one page is shown, and how often.</summary>
/// <param name="Name">How the report calls it.</param>
/// <param name="Kind">What the answers consist of.</param>
/// <param name="Lanes">Answers at once.</param>
/// <param name="Characters">Length of each.</param>
/// <param name="Rate">Deltas per second of each.</param>
/// <param name="Repeats">Runs one after the other, each with a page of its own, whose figures are added up.</param>
internal sealed record PageScenario(string Name, MarkdownKind Kind, int Lanes, int Characters, int Rate, int Repeats)
{
    private readonly MarkdownText[] _texts =
        [.. Enumerable.Range(0, Lanes).Select(lane => MarkdownText.Of(new MarkdownAnswer(Kind, Characters, Rate, lane, IsStamped: false)))];

    public IEnumerable<string> Models =>
        Enumerable.Range(0, Lanes).Select(lane => new MarkdownAnswer(Kind, Characters, Rate, lane, IsStamped: false).ToString());

    /// <summary>The answers, lane by lane.</summary>
    public IReadOnlyList<MarkdownText> Texts => _texts;

    /// <summary>Characters of all answers of one run; each is a byte.</summary>
    public int TotalCharacters => _texts.Sum(static text => text.Markdown.Length);

    /// <summary>Deltas of all answers of one run.</summary>
    public int TotalDeltas => _texts.Sum(static text => text.Deltas.Count);

    /// <summary>How long one run takes when nothing is late.</summary>
    public TimeSpan ScriptedDuration => UpstreamServer.TimeToFirstToken + TimeSpan.FromSeconds(_texts.Max(static text => text.Deltas.Count) / (double)Rate);
}
