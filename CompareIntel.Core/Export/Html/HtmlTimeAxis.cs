using System.Globalization;
using CompareIntel.Core.Comparisons;

namespace CompareIntel.Core.Export.Html;

/// <summary>The time axis as drawings of an HTML file, one a lane, and as a table for those who don't see them.</summary>
internal static class HtmlTimeAxis
{
    private const int Bins = 240;
    private const double Width = 1000;
    private const double Height = 40;
    private const double AreaHeight = 26;

    public static void Write(HtmlBuilder html, ComparisonLog log)
    {
        var axis = ComparisonTimeAxis.Of(log, Bins);
        html.Markup("<section class=\"axis\" aria-labelledby=\"axis-title\"><h2 id=\"axis-title\">Time</h2>\n");
        html.Markup("<div class=\"tracks\" aria-hidden=\"true\">");
        foreach (var lane in axis.Lanes)
        {
            html.Markup($"<div class=\"track lane-{(lane.Lane % 12) + 1}\"><span class=\"name\">").Text(lane.Model).Markup("</span>");
            WriteTrack(html, lane, axis);
            html.Markup("</div>\n");
        }

        html.Markup("<div class=\"track scale\"><span class=\"name\">0 s</span><span class=\"end\">").Text(TimeAxisText.Seconds(axis.Duration)).Markup("</span></div></div>\n");
        html.Markup("<details><summary>Numbers</summary><div class=\"table-scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Numbers of the time axis\"><table><thead><tr><th scope=\"col\">Model</th>");
        foreach (var column in TimeAxisText.Columns)
        {
            html.Markup("<th scope=\"col\">").Text(column).Markup("</th>");
        }

        html.Markup("</tr></thead><tbody>");
        foreach (var lane in axis.Lanes)
        {
            html.Markup("<tr><th scope=\"row\">").Text(lane.Model).Markup("</th>");
            foreach (var value in TimeAxisText.RowOf(lane, axis))
            {
                html.Markup("<td>").Text(value).Markup("</td>");
            }

            html.Markup("</tr>");
        }

        html.Markup("</tbody></table></div></details></section>\n");
    }

    private static void WriteTrack(HtmlBuilder html, LaneTimeAxis lane, ComparisonTimeAxis axis)
    {
        html.Markup($"<svg viewBox=\"0 0 {Number(Width)} {Number(Height)}\" preserveAspectRatio=\"none\">");
        foreach (var segment in lane.Timeline.Segments)
        {
            WriteBar(html, ExportNames.Of(segment.Phase), segment.From, segment.To ?? axis.Duration, AreaHeight + 4, 8, TimeAxisText.Describe(segment, axis), axis);
        }

        foreach (var stall in lane.Stalls)
        {
            WriteBar(html, "stall", stall.From, stall.To, AreaHeight + 4, 8, TimeAxisText.Describe(stall), axis);
        }

        foreach (var failed in lane.Failures)
        {
            WriteBar(html, "failed", failed.Elapsed, failed.Elapsed, AreaHeight, 14, TimeAxisText.Describe(failed), axis);
        }

        html.Markup("<path class=\"rate\"").Attribute("d", RateArea.PathOf(lane, axis.BinLength, axis.Peak, Width, AreaHeight)).Markup("><title>")
            .Text($"{lane.Model}: {TimeAxisText.Rate(lane.Peak)} at its fastest").Markup("</title></path></svg>");
    }

    private static void WriteBar(HtmlBuilder html, string kind, TimeSpan from, TimeSpan to, double top, double height, string title, ComparisonTimeAxis axis)
    {
        var left = from / axis.Duration * Width;
        var width = Math.Max(2, (to - from) / axis.Duration * Width);
        html.Markup($"<rect class=\"{kind}\" x=\"{Number(Math.Min(left, Width - 2))}\" y=\"{Number(top)}\" width=\"{Number(width)}\" height=\"{Number(height)}\"><title>").Text(title).Markup("</title></rect>");
    }

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
