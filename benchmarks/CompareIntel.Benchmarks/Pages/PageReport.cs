using System.Globalization;
using CompareIntel.Benchmarks.Load;

namespace CompareIntel.Benchmarks.Pages;

/// <summary>Scenarios as a markdown table, and what they must reach.</summary>
internal static class PageReport
{
    private const double LanesPayload = 14;
    private const double LanesWire = 2.5;
    private const double LongPayload = 7;
    private const double LongWire = 1.6;
    private const double PageRatio = 2;
    private const double Growth = 1.2;

    private static readonly string[] s_columns =
    [
        "scenario", "characters", "deltas", "payload bytes per character", "wire bytes per character", "messages", "opening KB",
        "server CPU s per 1,000", "without page", "ratio", "browser ms per s: all", "script", "layout", "style", "RSS MB per card",
        "took/scripted", "text",
    ];

    public static string Header =>
        $"| {string.Join(" | ", s_columns)} |\n|---|{string.Concat(Enumerable.Repeat("--:|", s_columns.Length - 2))}---|";

    public static string Line(PageFigures figures)
    {
        var scenario = figures.Scenario;
        var seconds = figures.Duration.TotalSeconds;
        string[] cells =
        [
            scenario.Name,
            Format((double)scenario.TotalCharacters * scenario.Repeats, "0"),
            Format((double)scenario.TotalDeltas * scenario.Repeats, "0"),
            Format(figures.PayloadPerCharacter, "0.00"),
            Format(figures.WirePerCharacter, "0.00"),
            Format(figures.Browser.Messages, "0"),
            Format(figures.OpeningPayloadBytes / 1e3, "0.0"),
            Format(figures.CpuPerThousand, "0.0000"),
            Format(figures.CpuPerThousandWithoutPage, "0.0000"),
            Format(figures.PageRatio, "0.00"),
            Format(figures.Browser.TaskSeconds / seconds * 1e3, "0"),
            Format(figures.Browser.ScriptSeconds / seconds * 1e3, "0"),
            Format(figures.Browser.LayoutSeconds / seconds * 1e3, "0"),
            Format(figures.Browser.StyleSeconds / seconds * 1e3, "0"),
            Format(figures.ResidentGrowth / 1e6 / scenario.Lanes, "0.0"),
            Format(figures.DurationRatio, "0.00"),
            figures.Faults.Count == 0 ? "whole" : "NOT WHOLE",
        ];
        return $"| {string.Join(" | ", cells)} |";
    }

    public static IEnumerable<Bar> LaneBars(PageFigures figures) => Bars(figures, LanesPayload, LanesWire);

    public static IEnumerable<Bar> LongBars(PageFigures longer, PageFigures shorter)
    {
        var name = longer.Scenario.Name;
        return Bars(longer, LongPayload, LongWire)
            .Append(TextBar(shorter))
            .Append(Bar.AtMost(name, $"server CPU per delta over that of {shorter.Scenario.Name}", longer.CpuPerThousand / shorter.CpuPerThousand, Growth));
    }

    private static IEnumerable<Bar> Bars(PageFigures figures, double payload, double wire)
    {
        var name = figures.Scenario.Name;
        yield return TextBar(figures);
        yield return Bar.AtMost(name, "payload bytes per character", figures.PayloadPerCharacter, payload);
        yield return Bar.AtMost(name, "wire bytes per character", figures.WirePerCharacter, wire);
        yield return Bar.AtMost(name, "server CPU with a page over without", figures.PageRatio ?? double.NaN, PageRatio);
    }

    private static Bar TextBar(PageFigures figures) => new(
        figures.Scenario.Name,
        figures.Faults.Count == 0,
        figures.Faults.Count == 0 ? "the page shows the whole text" : $"the page shows another text: {figures.Faults[0]}");

    private static string Format(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}
