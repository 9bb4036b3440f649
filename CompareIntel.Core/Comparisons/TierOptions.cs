using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CompareIntel.Core.Comparisons;

/// <summary>How much one request may ask for and get.</summary>
public enum Tier
{
    /// <summary>Short questions.</summary>
    Brief,

    /// <summary>What a request gets that names none.</summary>
    Standard,

    /// <summary>Long texts.</summary>
    Extended,
}

/// <summary>The limits of one tier.</summary>
public sealed class TierLimits
{
    /// <summary>Characters of a prompt at most; one that takes two UTF-16 units counts once.</summary>
    [Range(1, 10_000_000)]
    public int MaxInputCharacters { get; set; }

    /// <summary>Output tokens at most.</summary>
    [Range(1, 10_000_000)]
    public int MaxOutputTokens { get; set; }
}

/// <summary>The <c>Tiers</c> section.</summary>
public sealed class TierOptions
{
    public const string SectionName = "Tiers";

    [ValidateObjectMembers]
    public TierLimits Brief { get; } = new() { MaxInputCharacters = 1_000, MaxOutputTokens = 2_000 };

    [ValidateObjectMembers]
    public TierLimits Standard { get; } = new() { MaxInputCharacters = 5_000, MaxOutputTokens = 4_000 };

    [ValidateObjectMembers]
    public TierLimits Extended { get; } = new() { MaxInputCharacters = 15_000, MaxOutputTokens = 8_192 };

    /// <summary>The limits of <paramref name="tier"/>.</summary>
    public TierLimits Of(Tier tier) => tier switch
    {
        Tier.Brief => Brief,
        Tier.Standard => Standard,
        Tier.Extended => Extended,
        _ => throw new ArgumentOutOfRangeException(nameof(tier), tier, null),
    };
}
