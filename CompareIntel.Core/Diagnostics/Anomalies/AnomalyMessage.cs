using System.Text.Json.Serialization;

namespace CompareIntel.Core.Diagnostics.Anomalies;

/// <summary>What the webhook is told. Its own number and event say which message it is, should one come twice.</summary>
internal sealed record AnomalyMessage
{
    /// <summary><c>anomaly.began</c> or <c>anomaly.ended</c>.</summary>
    public required string Event { get; init; }

    public required long Anomaly { get; init; }

    /// <summary>All of it in words; chat programs show this field.</summary>
    public required string Text { get; init; }

    /// <summary><c>error_rate</c> or <c>time_to_first_token</c>.</summary>
    public required AnomalyKind Kind { get; init; }

    public required string Provider { get; init; }

    public required string Model { get; init; }

    public required DateTimeOffset BeganAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary><c>back</c> or <c>too_few_lanes</c>.</summary>
    public AnomalyEnd? End { get; init; }

    /// <summary><c>share</c> (0 to 1) or <c>ms</c>: that of the numbers below.</summary>
    public required string Unit { get; init; }

    public required double Value { get; init; }

    public required double Worst { get; init; }

    public required double Usual { get; init; }

    public required double Limit { get; init; }

    /// <summary>Lanes that the value is about.</summary>
    public required long Lanes { get; init; }

    /// <summary>Of the program.</summary>
    public required string Release { get; init; }

    public static AnomalyMessage Of(Anomaly anomaly, bool isEnd)
    {
        // A beginning that is told late must not say how it ended.
        var told = isEnd ? anomaly : anomaly with { EndedAt = null, End = null };
        return new AnomalyMessage
        {
            Event = isEnd ? "anomaly.ended" : "anomaly.began",
            Anomaly = told.Number,
            Text = told.Describe(),
            Kind = told.Kind,
            Provider = told.Provider,
            Model = told.Model,
            BeganAt = told.BeganAt,
            EndedAt = told.EndedAt,
            End = told.End,
            Unit = told.Kind == AnomalyKind.ErrorRate ? "share" : "ms",
            Value = told.Value,
            Worst = told.Worst,
            Usual = told.Usual,
            Limit = told.Limit,
            Lanes = told.Lanes,
            Release = ProgramRelease.Name,
        };
    }
}

/// <summary>Enumerations by their names in snake case.</summary>
internal sealed class SnakeCaseEnumConverter<TEnum>() : JsonStringEnumConverter<TEnum>(System.Text.Json.JsonNamingPolicy.SnakeCaseLower)
    where TEnum : struct, Enum;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(SnakeCaseEnumConverter<AnomalyKind>), typeof(SnakeCaseEnumConverter<AnomalyEnd>)])]
[JsonSerializable(typeof(AnomalyMessage))]
internal sealed partial class AnomalyJsonContext : JsonSerializerContext;
