using System.Globalization;
using System.Text;

namespace CompareIntel.Core.Comparisons;

/// <summary>The shape of a lane's speed over time, as the path of an SVG.</summary>
public static class RateArea
{
    /// <summary>
    /// One step per bin, closed along the bottom; empty when nothing arrived. The highest point of a lane whose peak is <paramref name="peak"/> touches the top.
    /// </summary>
    /// <param name="lane">The lane.</param>
    /// <param name="binLength">How much time a bin stands for.</param>
    /// <param name="peak">Characters per second at the top, so that lanes can be compared.</param>
    /// <param name="width">Of the drawing.</param>
    /// <param name="height">Of the drawing.</param>
    public static string PathOf(LaneTimeAxis lane, TimeSpan binLength, double peak, double width, double height)
    {
        ArgumentNullException.ThrowIfNull(lane);
        if (lane.Peak <= 0 || peak <= 0)
        {
            return "";
        }

        var path = new StringBuilder();
        var step = width / lane.Characters.Count;
        path.Append(CultureInfo.InvariantCulture, $"M0 {height:0.##}");
        for (var bin = 0; bin < lane.Characters.Count; bin++)
        {
            var rate = lane.Characters[bin] / binLength.TotalSeconds;
            path.Append(CultureInfo.InvariantCulture, $"V{height * (1 - Math.Min(1, rate / peak)):0.##}H{(bin + 1) * step:0.##}");
        }

        return path.Append(CultureInfo.InvariantCulture, $"V{height:0.##}Z").ToString();
    }
}
