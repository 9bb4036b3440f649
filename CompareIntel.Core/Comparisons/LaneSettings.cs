using System.Globalization;

namespace CompareIntel.Core.Comparisons;

/// <summary>What a user can set for one lane. What is null is left to the provider.</summary>
/// <param name="System">System prompt, <see cref="MostSystemCharacters"/> characters at most.</param>
/// <param name="Temperature">Sampling temperature, 0 to 2.</param>
/// <param name="TopP">Nucleus sampling, 0 to 1.</param>
/// <param name="MaxOutputTokens">Output tokens at most, 1 or more.</param>
public sealed record LaneSettings(string? System = null, float? Temperature = null, float? TopP = null, int? MaxOutputTokens = null)
{
    /// <summary>UTF-16 units of a system prompt at most.</summary>
    public const int MostSystemCharacters = 4_000;

    /// <summary>Everything is left to the provider.</summary>
    public static LaneSettings Default { get; } = new();

    /// <summary>Those of a lane.</summary>
    public static LaneSettings Of(LaneRequest lane)
    {
        ArgumentNullException.ThrowIfNull(lane);
        return new LaneSettings(lane.System, lane.Temperature, lane.TopP, lane.MaxOutputTokens);
    }

    /// <summary>The lane with these settings instead of its own.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="maxOutputTokens">The limit on output tokens, which the settings can lower and not raise; null for none.</param>
    public LaneRequest ApplyTo(LaneRequest lane, int? maxOutputTokens)
    {
        ArgumentNullException.ThrowIfNull(lane);
        return lane with
        {
            System = System,
            Temperature = Temperature,
            TopP = TopP,
            MaxOutputTokens = MaxOutputTokens is { } own && maxOutputTokens is { } limit ? Math.Min(own, limit) : MaxOutputTokens ?? maxOutputTokens,
        };
    }

    /// <summary>What is wrong with them, as a sentence that says what to do; null when nothing is.</summary>
    public string? FindFault() =>
        System?.Length > MostSystemCharacters ? $"The system prompt has {System.Length:N0} characters; {MostSystemCharacters:N0} is the limit. Shorten it."
        : Temperature is not (null or (>= 0 and <= 2)) ? "The temperature must be between 0 and 2."
        : TopP is not (null or (>= 0 and <= 1)) ? "Top p must be between 0 and 1."
        : MaxOutputTokens is < 1 ? "The output tokens must be 1 or more."
        : null;

    /// <summary>What is set, in a few words; empty when nothing is.</summary>
    public string Describe()
    {
        string?[] parts =
        [
            Temperature is { } temperature ? string.Create(CultureInfo.InvariantCulture, $"temperature {temperature}") : null,
            TopP is { } topP ? string.Create(CultureInfo.InvariantCulture, $"top_p {topP}") : null,
            MaxOutputTokens is { } tokens ? string.Create(CultureInfo.InvariantCulture, $"at most {tokens:N0} output tokens") : null,
            System is { } system ? string.Create(CultureInfo.InvariantCulture, $"a system prompt of {system.Length:N0} characters") : null,
        ];
        return string.Join(", ", parts.Where(static part => part is not null));
    }
}
