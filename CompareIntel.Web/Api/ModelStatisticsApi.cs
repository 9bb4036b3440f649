using System.ComponentModel;
using System.Text.Json.Serialization;
using CompareIntel.Core.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CompareIntel.Web.Api;

/// <summary>How each model did, by the id it was asked for. Survives a restart.</summary>
internal sealed record ModelStatisticsDocument(IReadOnlyDictionary<string, ModelStatisticDocument> ModelStatistics);

/// <summary>Stopped and interrupted lanes are not counted.</summary>
internal sealed record ModelStatisticDocument
{
    public required long SuccessCount { get; init; }

    public required long FailureCount { get; init; }

    public required long TotalAttempts { get; init; }

    [Description("Per cent, with one decimal.")]
    public required double SuccessRate { get; init; }

    [Description("When a lane last failed, UTC.")]
    [JsonConverter(typeof(UtcTimestampConverter))]
    public required DateTimeOffset? LastError { get; init; }

    [Description("What that failure said.")]
    public required string? LastErrorMessage { get; init; }

    [Description("When a lane last finished, UTC.")]
    [JsonConverter(typeof(UtcTimestampConverter))]
    public required DateTimeOffset? LastSuccess { get; init; }

    public required PercentilesDocument TtftMs { get; init; }

    public required PercentilesDocument DurationMs { get; init; }
}

/// <summary>Over the last 200 answers, in milliseconds; null when there are none.</summary>
internal sealed record PercentilesDocument(double? P50, double? P95, double? P99)
{
    public static PercentilesDocument Of(IReadOnlyList<double> values)
    {
        return new PercentilesDocument(At(50), At(95), At(99));

        double? At(double percentile) => ModelStatistic.Percentile(values, percentile) is { } value ? Math.Round(value, 3) : null;
    }
}

internal static class ModelStatisticsApi
{
    public static void Map(RouteGroupBuilder group) => group
        .MapGet("/model-stats", Get)
        .WithTags("Models")
        .WithSummary("How each model did")
        .Produces<ModelStatisticsDocument>();

    private static Ok<ModelStatisticsDocument> Get(ModelStatistics statistics) =>
        TypedResults.Ok(new ModelStatisticsDocument(statistics.Snapshot().ToDictionary(static pair => pair.Key, static pair => ToDocument(pair.Value), StringComparer.Ordinal)));

    private static ModelStatisticDocument ToDocument(ModelStatistic statistic)
    {
        var total = statistic.Successes + statistic.Failures;
        return new ModelStatisticDocument
        {
            SuccessCount = statistic.Successes,
            FailureCount = statistic.Failures,
            TotalAttempts = total,
            SuccessRate = total == 0 ? 0 : Math.Round(100.0 * statistic.Successes / total, 1),
            LastError = statistic.LastErrorAt,
            LastErrorMessage = statistic.LastError,
            LastSuccess = statistic.LastSuccessAt,
            TtftMs = PercentilesDocument.Of(statistic.RecentTimesToFirstToken),
            DurationMs = PercentilesDocument.Of(statistic.RecentDurations),
        };
    }
}
