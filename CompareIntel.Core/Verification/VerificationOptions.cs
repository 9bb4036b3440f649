using System.ComponentModel.DataAnnotations;

namespace CompareIntel.Core.Verification;

/// <summary>The <c>Verification</c> section: what a server is held against.</summary>
public sealed class VerificationOptions
{
    public const string SectionName = "Verification";

    /// <summary>What the models are asked.</summary>
    [Required]
    [StringLength(1_000, MinimumLength = 1)]
    public string Prompt { get; set; } = "Explain in about two hundred words how a bicycle stays upright.";

    /// <summary>How many models write at once, one run for each; none for 3, 6, 9 and 12.</summary>
    public IReadOnlyList<int> Counts { get; set; } = [];

    /// <summary>Seconds that a run with so many models should take at most, by their number. Numbers that are not named have no limit.</summary>
    public IReadOnlyDictionary<string, double> MaxSeconds { get; set; } = new Dictionary<string, double>(StringComparer.Ordinal)
    {
        ["3"] = 10,
        ["6"] = 15,
        ["9"] = 20,
    };

    /// <summary>From the first to the last start of a run at most.</summary>
    [Range(1, 600_000)]
    public double MaxStartSpreadMs { get; set; } = 1_000;

    /// <summary>What a good server does.</summary>
    [Range(0.001, 600_000)]
    public double GoalStartSpreadMs { get; set; } = 5;

    /// <summary>Different models among the first twenty chunks of a run at least.</summary>
    [Range(1, 12)]
    public int MinModelsAmongFirstChunks { get; set; } = 2;

    /// <summary>From asking for a stop to the stream's end at most.</summary>
    [Range(1, 600_000)]
    public double MaxStopMs { get; set; } = 5_000;

    /// <summary>For a whole stream; then the check has failed.</summary>
    [Range(1, 3_600)]
    public double TimeoutSeconds { get; set; } = 180;
}
