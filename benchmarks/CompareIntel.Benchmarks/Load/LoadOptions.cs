using CompareIntel.Benchmarks.Processes;
using CompareIntel.Benchmarks.Upstream;

namespace CompareIntel.Benchmarks.Load;

/// <summary>What <c>load</c> measures.</summary>
internal sealed record LoadOptions
{
    /// <summary>The longest answer that the product's largest tier lets through.</summary>
    private const int MaxDeltas = 8_192;

    public required int[] Lanes { get; init; }

    public required int[] Comparisons { get; init; }

    public required int Seconds { get; init; }

    public required int Rate { get; init; }

    public required int Rounds { get; init; }

    public required string WebDll { get; init; }

    public required string? JsonFile { get; init; }

    public required bool WithFloor { get; init; }

    /// <summary>Length of each answer.</summary>
    public int Deltas => Rate * Seconds;

    /// <summary>How long one comparison may take before it counts as an error.</summary>
    public TimeSpan ComparisonLimit => TimeSpan.FromSeconds(30 + (3 * Seconds));

    public static LoadOptions Parse(Arguments arguments)
    {
        var options = new LoadOptions
        {
            Lanes = arguments.Numbers("--lanes", [1, 3, 9, 12], 1, UpstreamServer.ModelCount),
            Comparisons = arguments.Numbers("--comparisons", [1, 10, 50], 1, 1_000),
            Seconds = arguments.Number("--seconds", 6, 1, 600),
            Rate = arguments.Number("--rate", 50, 1, 1_000),
            Rounds = arguments.Number("--rounds", 1, 1, 100),
            WebDll = ProductFile.Find(arguments.Text("--web")),
            JsonFile = arguments.Text("--json"),
            WithFloor = !arguments.Flag("--no-floor"),
        };
        arguments.RequireAllUsed();
        return options.Deltas <= MaxDeltas
            ? options
            : throw new BenchmarkException($"--rate times --seconds may be {MaxDeltas} at most.");
    }
}
