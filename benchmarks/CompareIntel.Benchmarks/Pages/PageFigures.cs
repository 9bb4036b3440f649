namespace CompareIntel.Benchmarks.Pages;

/// <summary>What one scenario cost from the first delta until the last one was shown, over all its runs; opening the page is apart.</summary>
internal sealed record PageFigures
{
    public required PageScenario Scenario { get; init; }

    /// <summary>Bytes in the WebSocket's messages before the first delta, per run.</summary>
    public required long OpeningPayloadBytes { get; init; }

    public required BrowserCounters Browser { get; init; }

    public required long WireBytes { get; init; }

    public required TimeSpan ServerCpu { get; init; }

    /// <summary>Of the same comparisons without a page, read by one client of the event stream; null where it was not measured.</summary>
    public required TimeSpan? ServerCpuWithoutPage { get; init; }

    public required TimeSpan Duration { get; init; }

    /// <summary>Growth of the server's memory during the last run.</summary>
    public required long ResidentGrowth { get; init; }

    public required IReadOnlyList<string> Faults { get; init; }

    public double PayloadPerCharacter => Browser.PayloadBytes / Characters;

    public double WirePerCharacter => WireBytes / Characters;

    public double CpuPerThousand => ServerCpu.TotalSeconds / Deltas * 1_000;

    public double? CpuPerThousandWithoutPage => ServerCpuWithoutPage?.TotalSeconds / Deltas * 1_000;

    public double? PageRatio => ServerCpu / ServerCpuWithoutPage;

    /// <summary>How much longer the runs took than upstream needed.</summary>
    public double DurationRatio => Duration / (Scenario.ScriptedDuration * Scenario.Repeats);

    private double Characters => (double)Scenario.TotalCharacters * Scenario.Repeats;

    private double Deltas => (double)Scenario.TotalDeltas * Scenario.Repeats;
}
