using CompareIntel.Benchmarks.Processes;
using CompareIntel.Benchmarks.Upstream;

namespace CompareIntel.Benchmarks.Pages;

/// <summary>What <c>page</c> measures.</summary>
internal sealed record PageOptions
{
    private const int Lanes = 9;
    private const int LaneRate = 50;
    private const int LongRate = 500;
    private const int WarmUpCharacters = 1_500;

    public required MarkdownKind[] Kinds { get; init; }

    /// <summary>Characters of each answer of the scenario with nine lanes.</summary>
    public required int LaneCharacters { get; init; }

    public required int LongCharacters { get; init; }

    public required int ShortCharacters { get; init; }

    /// <summary>Short answers whose cost together is compared with that of one long one.</summary>
    public required int ShortRepeats { get; init; }

    public required int WarmUpRepeats { get; init; }

    public required string WebDll { get; init; }

    public PageScenario NineLanes => Many(LaneCharacters, repeats: 1);

    public static PageOptions Parse(Arguments arguments)
    {
        var isQuick = arguments.Flag("--quick");
        var options = new PageOptions
        {
            Kinds = ParseKinds(arguments.Text("--kinds")),
            LaneCharacters = arguments.Number("--lane-characters", isQuick ? 1_500 : 4_500, 100, 100_000),
            LongCharacters = arguments.Number("--long", isQuick ? 10_000 : 40_000, 1_000, 1_000_000),
            ShortCharacters = arguments.Number("--short", isQuick ? 2_000 : 4_000, 100, 100_000),
            ShortRepeats = arguments.Number("--repeats", isQuick ? 2 : 10, 1, 100),
            WarmUpRepeats = isQuick ? 1 : 2,
            WebDll = ProductFile.Find(arguments.Text("--web")),
        };
        arguments.RequireAllUsed();
        return options;
    }

    /// <summary>Every kind of answer that will be measured: what runs for the first time costs many times what it costs later.</summary>
    public IEnumerable<PageScenario> WarmUp() =>
        Kinds.Select(kind => One(kind, ShortCharacters, WarmUpRepeats)).Prepend(Many(WarmUpCharacters, WarmUpRepeats));

    public PageScenario Long(MarkdownKind kind) => One(kind, LongCharacters, repeats: 1);

    public PageScenario Short(MarkdownKind kind) => One(kind, ShortCharacters, ShortRepeats);

    private static PageScenario Many(int characters, int repeats) =>
        new("9 lanes x 50/s mixed", MarkdownKind.Mixed, Lanes, characters, LaneRate, repeats);

    private static PageScenario One(MarkdownKind kind, int characters, int repeats) => new(
        FormattableString.Invariant($"{kind.ToString().ToLowerInvariant()} {characters:N0}{(repeats > 1 ? $" x {repeats}" : "")}"),
        kind,
        Lanes: 1,
        characters,
        LongRate,
        repeats);

    private static MarkdownKind[] ParseKinds(string? text) => text is null
        ? [MarkdownKind.Paragraph, MarkdownKind.Prose, MarkdownKind.List, MarkdownKind.Code, MarkdownKind.Table]
        :
        [
            .. text.Split(',').Select(static name => Enum.TryParse<MarkdownKind>(name, ignoreCase: true, out var kind)
                ? kind
                : throw new BenchmarkException($"--kinds takes {string.Join(", ", Enum.GetNames<MarkdownKind>()).ToLowerInvariant()}, not '{name}'.")),
        ];
}
