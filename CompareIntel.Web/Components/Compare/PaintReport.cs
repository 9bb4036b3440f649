using System.Text.Json;
using CompareIntel.Core.Diagnostics;

namespace CompareIntel.Web.Components.Compare;

/// <summary>What a browser tells of its painting, once, when a run has ended: see paint.js. Milliseconds by its own clock. It may tell anything.</summary>
/// <param name="Count">Changes of answers that were painted.</param>
/// <param name="TotalMs">From each change to its being painted, all together.</param>
/// <param name="LongestMs">The longest of them.</param>
/// <param name="Hidden">Changes that came while the page was not in sight.</param>
/// <param name="Slow">Frames in which the browser was busy for more than 50 ms; null where it can't tell.</param>
/// <param name="Lanes">The first change of each lane.</param>
internal sealed record PaintReport(int Count, double TotalMs, double LongestMs, int Hidden, SlowFrames? Slow, IReadOnlyList<FirstPaint>? Lanes)
{
    // Nobody waits longer for a word.
    private const double MostMs = 600_000;

    /// <summary>What the browser has written; null for nothing. Text, because a circuit finds out anew, by reflection, how to read any other type.</summary>
    /// <exception cref="JsonException">It is not what a browser writes.</exception>
    public static PaintReport? Parse(string? json) => json is null ? null : JsonSerializer.Deserialize<PaintReport>(json, JsonSerializerOptions.Web);

    public PaintTiming? ToTiming() => IsTime(TotalMs) && IsTime(LongestMs) && Count >= 0 && Hidden >= 0
        ? new PaintTiming(new TimeSum(Count, Round(TotalMs), Round(LongestMs)), Hidden, Slow is { Count: >= 0 } slow && IsTime(slow.TotalMs) && IsTime(slow.LongestMs) ? new TimeSum(slow.Count, Round(slow.TotalMs), Round(slow.LongestMs)) : null)
        : null;

    /// <summary>From the change that brought the lane's first word to its being painted; null when that was not seen.</summary>
    public double? FirstOf(string comparisonId, int lane) =>
        Lanes?.FirstOrDefault(paint => paint.Comparison == comparisonId && paint.Lane == lane) is { } first && IsTime(first.Ms) ? Round(first.Ms) : null;

    private static bool IsTime(double ms) => ms is >= 0 and <= MostMs;

    private static double Round(double ms) => Math.Round(ms, 3);
}

/// <summary>Frames that took long, whatever with.</summary>
internal sealed record SlowFrames(int Count, double TotalMs, double LongestMs);

/// <summary>The first change of one lane.</summary>
internal sealed record FirstPaint(string Comparison, int Lane, double Ms);
