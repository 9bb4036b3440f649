using CompareIntel.Benchmarks.Processes;
using CompareIntel.Benchmarks.Upstream;

namespace CompareIntel.Benchmarks.Soak;

/// <summary>What <c>soak</c> does.</summary>
internal sealed record SoakOptions
{
    /// <summary>Comparisons that somebody starts in an hour of normal use: one a minute.</summary>
    private const double PerPersonAndHour = 60;

    public required int Minutes { get; init; }

    /// <summary>Comparisons that run at a time. In normal use each of them is a person, who reads and writes between two of them.</summary>
    public required int Comparisons { get; init; }

    public required int Lanes { get; init; }

    /// <summary>Length of each answer.</summary>
    public required int Deltas { get; init; }

    /// <summary>Deltas per second and answer.</summary>
    public required int Rate { get; init; }

    /// <summary>What the product may keep of comparisons that have ended; as shipped it is more, and takes longer to be full.</summary>
    public required int RetainedMegabytes { get; init; }

    public required string WebDll { get; init; }

    /// <summary>How long one comparison may take before it counts as an error.</summary>
    public TimeSpan ComparisonLimit => TimeSpan.FromSeconds(60 + (3.0 * Deltas / Rate));

    /// <summary>For upstream, whose answers are as long as asked for, and at most this.</summary>
    public int Seconds => (Deltas + Rate - 1) / Rate;

    public static SoakOptions Parse(Arguments arguments)
    {
        var options = new SoakOptions
        {
            Minutes = arguments.Number("--minutes", 10, 1, 24 * 60),
            Comparisons = arguments.Number("--comparisons", 20, 1, 200),
            Lanes = arguments.Number("--lanes", 3, 1, UpstreamServer.ModelCount),
            Deltas = arguments.Number("--deltas", 600, 1, 8_192),
            Rate = arguments.Number("--rate", 500, 1, 1_000),
            RetainedMegabytes = arguments.Number("--retained", 64, 1, 4_096),
            WebDll = ProductFile.Find(arguments.Text("--web")),
        };
        arguments.RequireAllUsed();
        return options;
    }

    /// <summary>Hours of normal use in which so many comparisons are made.</summary>
    public double HoursOf(int comparisons) => comparisons / (Comparisons * PerPersonAndHour);
}
