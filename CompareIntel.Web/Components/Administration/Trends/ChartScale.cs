using System.Globalization;

namespace CompareIntel.Web.Components.Administration.Trends;

/// <summary>The axis of a chart: from 0 to a round number that is not below the largest value, with round steps.</summary>
internal sealed record ChartScale(double Top, IReadOnlyList<double> Ticks)
{
    private static readonly double[] s_steps = [1, 2, 2.5, 5, 10];

    /// <param name="largest">Of all values.</param>
    /// <param name="isWhole">Whether between whole numbers there is nothing, such as with counts.</param>
    public static ChartScale Of(double largest, bool isWhole)
    {
        const int Pieces = 4;
        if (largest <= 0 || !double.IsFinite(largest))
        {
            return new ChartScale(1, [0, 1]);
        }

        var power = Math.Pow(10, Math.Floor(Math.Log10(largest / Pieces)));
        var step = s_steps.Select(step => step * power).First(step => step * Pieces >= largest * (1 - 1e-9));
        step = isWhole ? Math.Max(1, Math.Ceiling(step)) : step;
        var count = (int)Math.Ceiling((largest / step) - 1e-9);
        return new ChartScale(count * step, [.. Enumerable.Range(0, count + 1).Select(index => index * step)]);
    }

    /// <summary>Where a value stands, in hundredths of the height from below.</summary>
    public string PlaceOf(double value) => (100 * value / Top).ToString("0.##", CultureInfo.InvariantCulture);
}
