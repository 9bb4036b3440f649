using System.Globalization;
using CompareIntel.Core.Diagnostics.Periods;
using CompareIntel.Core.Storage.Entities;

namespace CompareIntel.Core.Diagnostics.Anomalies;

/// <summary>A time during which a model was outside of its own recent range. Times in milliseconds, error rates as shares from 0 to 1.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Provider">Empty where it is not known.</param>
/// <param name="Model">The model's id.</param>
/// <param name="Kind">What is outside.</param>
/// <param name="BeganAt">When it was noticed, UTC.</param>
/// <param name="EndedAt">When it was over, UTC; null while it lasts.</param>
/// <param name="End">Why it is over; null while it lasts.</param>
/// <param name="Usual">The model's own days before.</param>
/// <param name="Limit">Above this it is outside.</param>
/// <param name="Value">What was measured last.</param>
/// <param name="Worst">The worst that was measured.</param>
/// <param name="Lanes">Lanes that <paramref name="Value"/> is about.</param>
public sealed record Anomaly(
    long Number, string Provider, string Model, AnomalyKind Kind, DateTimeOffset BeganAt, DateTimeOffset? EndedAt, AnomalyEnd? End, double Usual, double Limit, double Value, double Worst, long Lanes)
{
    /// <summary>What it is about, with the numbers, in one sentence.</summary>
    public string Describe()
    {
        var what = Kind == AnomalyKind.ErrorRate
            ? $"{Text(Value)} of its last {Count(Lanes)} lanes failed; usual are {Text(Usual)}, and up to {Text(Limit)} is in its range"
            : $"its first token took {Text(Value)} (median of its last {Count(Lanes)} lanes); usual are {Text(Usual)}, and up to {Text(Limit)} is in its range";
        return End switch
        {
            null => $"{NameOf(Provider, Model)}: {what}.",
            AnomalyEnd.Back => $"{NameOf(Provider, Model)} is back in its range: {what}. The worst was {Text(Worst)}.",
            _ => $"{NameOf(Provider, Model)} is asked too little to say more; the worst was {Text(Worst)}.",
        };
    }

    /// <summary>A number of it with its unit.</summary>
    public string Text(double value) => Kind == AnomalyKind.ErrorRate ? DifferenceText.Share(value) : DifferenceText.Time(value);

    /// <summary><c>provider:model</c>, or the model where the provider is not known.</summary>
    public static string NameOf(string provider, string model) => provider.Length > 0 ? $"{provider}:{model}" : model;

    internal static Anomaly Of(StoredAnomaly row) =>
        new(row.Number, row.Provider, row.Model, row.Kind, row.BeganAt, row.EndedAt, row.End, row.Usual, row.Limit, row.Value, row.Worst, row.Lanes);

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
