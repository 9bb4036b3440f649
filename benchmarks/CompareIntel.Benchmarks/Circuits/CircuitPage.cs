using CompareIntel.Benchmarks.Upstream;

namespace CompareIntel.Benchmarks.Circuits;

/// <summary>What one page shows.</summary>
/// <param name="Models">One a lane.</param>
/// <param name="Stamps">How many each lane's answer has.</param>
/// <param name="Deltas">Of all lanes.</param>
/// <param name="Characters">Of all lanes; each is a byte.</param>
/// <param name="LongestAnswer">In deltas.</param>
internal sealed record CircuitPage(IReadOnlyList<string> Models, IReadOnlyList<int> Stamps, int Deltas, int Characters, int LongestAnswer)
{
    /// <summary>A page that shows no comparison.</summary>
    public static CircuitPage Empty { get; } = new([], [], 0, 0, 0);

    /// <summary>The page of this number; no two have an answer in common, so that nothing can be kept from one for the other.</summary>
    public static CircuitPage Of(int page, int characters, int rate)
    {
        MarkdownAnswer[] answers =
        [
            .. Enumerable.Range(0, CircuitLoad.Lanes)
                .Select(lane => new MarkdownAnswer(MarkdownKind.Mixed, characters, rate, (page * WordStamp.Lanes) + lane, IsStamped: true)),
        ];
        var texts = answers.Select(MarkdownText.Of).ToArray();
        return new CircuitPage(
            [.. answers.Select(static answer => answer.ToString())],
            [.. texts.Select(static text => text.Stamps)],
            texts.Sum(static text => text.Deltas.Count),
            texts.Sum(static text => text.Markdown.Length),
            texts.Max(static text => text.Deltas.Count));
    }
}
