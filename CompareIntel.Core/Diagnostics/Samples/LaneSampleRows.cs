using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Storage.Entities;

namespace CompareIntel.Core.Diagnostics.Samples;

/// <summary>Ends of lanes as rows.</summary>
internal static class LaneSampleRows
{
    /// <summary>Ids come from requests, so there must be an end to how much of one is kept.</summary>
    public const int MostModelCharacters = 200;

    // What a provider reports beyond these is not believed, and can't make sums overflow.
    private const long MostTokens = 1_000_000_000;
    private const decimal MostCostUsd = 10_000;
    private const int CharactersPerToken = 4;

    /// <param name="comparisonId">The comparison.</param>
    /// <param name="createdAt">When it was started, UTC.</param>
    /// <param name="model">The id as it was asked for.</param>
    /// <param name="ended">The lane's end.</param>
    /// <param name="inputCharacters">Of all that was sent; null where it is not known.</param>
    /// <param name="release">The release that ran it; empty where it is not known.</param>
    public static StoredLaneSample Of(string comparisonId, DateTimeOffset createdAt, string model, LaneEnded ended, long? inputCharacters, string release)
    {
        var metrics = ended.Metrics;
        var provider = metrics.Provider ?? "";
        var characters = metrics.TextLength + metrics.ReasoningLength;
        var output = Believed(metrics.OutputTokens) ?? Estimate(characters);
        var input = Believed(metrics.InputTokens) ?? (output is null ? null : Estimate(inputCharacters));
        var cost = metrics.CostUsd is >= 0 and <= MostCostUsd ? metrics.CostUsd : null;
        return new StoredLaneSample
        {
            EndedAt = createdAt + ended.Elapsed,
            ComparisonId = comparisonId,
            Lane = ended.Lane,
            Provider = provider,
            Model = ModelOf(model, provider),
            State = ended.State,
            Failure = ended.Failure?.Kind,
            Attempts = metrics.Attempts,
            QueueMs = metrics.StartedAt?.TotalMilliseconds,
            TtftMs = metrics.TimeToFirstToken?.TotalMilliseconds,
            DurationMs = metrics.Duration.TotalMilliseconds,
            InputTokens = input,
            OutputTokens = output,
            AreTokensEstimated = (output is not null && Believed(metrics.OutputTokens) is null) || (input is not null && Believed(metrics.InputTokens) is null),
            CostNanoUsd = cost is { } known ? (long)Math.Round(known * 1_000_000_000m) : null,
            IsCostEstimated = cost is not null && metrics.IsCostEstimated,
            Release = release,
        };
    }

    /// <summary>Characters of all that a lane is sent.</summary>
    public static long InputCharactersOf(ComparisonRequest request, int lane)
    {
        var asked = request.Lanes[lane];
        return request.Prompt.Length + (asked.System?.Length ?? 0) + asked.History.Sum(static message => (long)message.Text.Length);
    }

    private static string ModelOf(string asked, string provider)
    {
        var model = provider.Length > 0 && asked.Length > provider.Length && asked[provider.Length] == ':' && asked.StartsWith(provider, StringComparison.OrdinalIgnoreCase)
            ? asked[(provider.Length + 1)..]
            : asked;
        return model.Length <= MostModelCharacters ? model : model[..MostModelCharacters];
    }

    private static long? Believed(long? tokens) => tokens is >= 0 and <= MostTokens ? tokens : null;

    private static long? Estimate(long? characters) => characters > 0 ? Math.Min(MostTokens, (characters.Value + CharactersPerToken - 1) / CharactersPerToken) : null;
}
