using CompareIntel.Benchmarks.Upstream;

namespace CompareIntel.Benchmarks.Circuits;

/// <summary>So many pages, each with a comparison and answers of its own.</summary>
internal sealed class CircuitLoad
{
    public const int Lanes = 9;
    private const int Rate = 50;

    /// <param name="circuits">Pages.</param>
    /// <param name="characters">Length of each answer.</param>
    /// <param name="round">Another round has other answers.</param>
    public CircuitLoad(int circuits, int characters, int round = 0)
    {
        Pages = [.. Enumerable.Range(round * circuits, circuits).Select(page => CircuitPage.Of(page, characters, Rate))];
    }

    public IReadOnlyList<CircuitPage> Pages { get; }

    public int Circuits => Pages.Count;

    /// <summary>Of all pages.</summary>
    public long TotalDeltas => Pages.Sum(static page => (long)page.Deltas);

    /// <summary>Of all pages; each is a byte.</summary>
    public long TotalCharacters => Pages.Sum(static page => (long)page.Characters);

    public int TotalAnswers => Circuits * Lanes;

    /// <summary>How long it takes when nothing is late.</summary>
    public TimeSpan ScriptedDuration => UpstreamServer.TimeToFirstToken + TimeSpan.FromSeconds(Pages.Max(static page => page.LongestAnswer) / (double)Rate);
}
