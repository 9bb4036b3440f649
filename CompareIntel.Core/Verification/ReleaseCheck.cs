namespace CompareIntel.Core.Verification;

/// <summary>What a check means for a release.</summary>
public enum CheckLevel
{
    /// <summary>The release must not go out, or must be taken back, when it fails.</summary>
    Must,

    /// <summary>To be looked into.</summary>
    Should,

    /// <summary>Good to have.</summary>
    Nice,
}

/// <summary>How a check came out.</summary>
public enum CheckOutcome
{
    Passed,
    Failed,

    /// <summary>It could not be made because another one failed; the detail says which.</summary>
    Skipped,
}

/// <summary>A check that has been made.</summary>
/// <param name="Name">Stable, such as <c>concurrent-3</c>.</param>
/// <param name="Level">What it means.</param>
/// <param name="Outcome">How it came out.</param>
/// <param name="Detail">The evidence, in a sentence or two.</param>
/// <param name="DurationMs">What it took; 0 for one that looks at what another has measured.</param>
public sealed record ReleaseCheck(string Name, CheckLevel Level, CheckOutcome Outcome, string Detail, double DurationMs);

/// <summary>What was measured in one run of the checks, by the client's clock but where said. Times in milliseconds from sending the request.</summary>
public sealed record CheckedRun
{
    /// <summary>The check it belongs to.</summary>
    public required string Check { get; init; }

    public required int Models { get; init; }

    public required StreamVerdict Verdict { get; init; }

    public required string Reason { get; init; }

    public required double TotalMs { get; init; }

    /// <summary>From the first to the last start as they arrived; null without any.</summary>
    public required double? StartSpreadMs { get; init; }

    /// <summary>The same by the server's clock; null when it does not say.</summary>
    public required double? ServerStartSpreadMs { get; init; }

    public required int DistinctAmongFirst { get; init; }

    public required double SwitchShare { get; init; }

    public required double? Overlap { get; init; }

    /// <summary>The slowest lane's time by the server's clock; null when it does not say.</summary>
    public required double? SlowestLaneMs { get; init; }

    /// <summary>All lanes' times by the server's clock together, over the total: how much sooner than one after another; null when it does not say.</summary>
    public required double? Speedup { get; init; }

    public required IReadOnlyList<CheckedLane> Lanes { get; init; }
}

/// <summary>One lane of a <see cref="CheckedRun"/>.</summary>
public sealed record CheckedLane(int Lane, string Model, double? FirstTextMs, double? EndedMs, double? ServerTtftMs, double? ServerDurationMs, bool IsAnswered, string? End, int Characters);
