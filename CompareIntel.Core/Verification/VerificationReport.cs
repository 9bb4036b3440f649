namespace CompareIntel.Core.Verification;

/// <summary>What the release checks found out about a server.</summary>
public sealed record VerificationReport
{
    public required Uri Server { get; init; }

    /// <summary>What the server says it is; null when it does not say.</summary>
    public required string? ServerVersion { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>The models that were used.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>Whether all of them make their answers up, so that no provider has been tried.</summary>
    public required bool IsSimulated { get; init; }

    /// <summary>What kind of models that was, in a few words.</summary>
    public string ModelKind => Models.Count == 0 ? "none asked" : IsSimulated ? "simulated, no provider was tried" : "real";

    public required IReadOnlyList<ReleaseCheck> Checks { get; init; }

    public required IReadOnlyList<CheckedRun> Runs { get; init; }

    /// <summary>Whether every check that must pass has passed.</summary>
    public bool IsPassed => Checks.Count > 0 && Checks.All(static check => check.Level != CheckLevel.Must || check.Outcome == CheckOutcome.Passed);
}
