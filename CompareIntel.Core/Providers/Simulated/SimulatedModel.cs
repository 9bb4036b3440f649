using CompareIntel.Core.Catalog;

namespace CompareIntel.Core.Providers.Simulated;

/// <summary>The character of one simulated model: what it writes, at which pace, and how it fails.</summary>
internal sealed record SimulatedModel(string Id, string Name, string Category, string Description)
{
    /// <summary>Writes the answer.</summary>
    public required Func<SimulatedSubject, Random, string> Write { get; init; }

    /// <summary>Writes what stands before the answer; null for a model that does not reason.</summary>
    public Func<SimulatedSubject, Random, string>? Reason { get; init; }

    /// <summary>From the request to the first delta at least.</summary>
    public TimeSpan FirstTokenFrom { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>From the request to the first delta at most.</summary>
    public TimeSpan FirstTokenTo { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The average rate, in tokens of four characters.</summary>
    public double TokensPerSecond { get; init; } = 80;

    /// <summary>How far a gap between deltas may be from the average one, as a part of it: 0 for a steady pace.</summary>
    public double Jitter { get; init; } = 0.6;

    /// <summary>About how many tokens arrive at once after a pause; 0 for a model that does not hold back.</summary>
    public int BurstTokens { get; init; }

    /// <summary>How it fails.</summary>
    public SimulatedFault Fault { get; init; }

    /// <summary>What the catalogue says of it. It has no price: nothing is bought, and unknown stays unknown.</summary>
    public ModelDescriptor Describe(string provider) => new()
    {
        Provider = provider,
        Id = Id,
        Name = Name,
        Description = Description,
        Category = Category,
        SupportsVision = false,
        SupportsReasoning = Reason is not null,
        IsSimulated = true,
    };
}
