using CompareIntel.Core.Diagnostics.Anomalies;

namespace CompareIntel.Core.Storage.Entities;

/// <summary>A time during which a model was outside of its own recent range.</summary>
public sealed class StoredAnomaly
{
    public long Number { get; set; }

    /// <summary>Empty where it is not known.</summary>
    public required string Provider { get; set; }

    public required string Model { get; set; }

    public AnomalyKind Kind { get; set; }

    public DateTimeOffset BeganAt { get; set; }

    /// <summary>Null while it lasts.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Null while it lasts.</summary>
    public AnomalyEnd? End { get; set; }

    /// <summary>What is usual for the model: milliseconds, or a share from 0 to 1.</summary>
    public double Usual { get; set; }

    /// <summary>Above this it is outside, in the same unit.</summary>
    public double Limit { get; set; }

    /// <summary>What was measured last, in the same unit.</summary>
    public double Value { get; set; }

    /// <summary>The worst that was measured, in the same unit.</summary>
    public double Worst { get; set; }

    /// <summary>Lanes that <see cref="Value"/> is about.</summary>
    public long Lanes { get; set; }

    public AnomalyDelivery BeginDelivery { get; set; }

    public AnomalyDelivery EndDelivery { get; set; }
}
