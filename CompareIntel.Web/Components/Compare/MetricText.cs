using System.Globalization;
using CompareIntel.Core.Comparisons;

namespace CompareIntel.Web.Components.Compare;

/// <summary>Numbers and states in the words that people read. The same everywhere.</summary>
internal static class MetricText
{
    /// <summary><c>0.31 s</c>, <c>3.1 s</c>, <c>1:05 min</c>; below a second with two digits.</summary>
    public static string Duration(TimeSpan time) => time.TotalSeconds switch
    {
        < 0.995 => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, time.TotalSeconds):0.00} s"),
        < 59.95 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s"),
        _ => Minutes(Math.Round(time.TotalSeconds)),
    };

    /// <summary>Like <see cref="Duration"/>, but short times in milliseconds: <c>1.2 ms</c>.</summary>
    public static string Spread(TimeSpan time) => time.TotalMilliseconds switch
    {
        < 10 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.0} ms"),
        < 995 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms"),
        _ => Duration(time),
    };

    /// <summary><c>2.4×</c>.</summary>
    public static string Factor(double factor) => string.Create(CultureInfo.InvariantCulture, $"{factor:0.0}×");

    public static string Rate(double tokensPerSecond) =>
        string.Create(CultureInfo.InvariantCulture, $"{tokensPerSecond.ToString(tokensPerSecond < 10 ? "0.0" : "0", CultureInfo.InvariantCulture)} tok/s");

    public static string Tokens(long tokens) => string.Create(CultureInfo.InvariantCulture, $"{tokens:N0} tok");

    /// <summary>Dollars with as many digits as the amount needs.</summary>
    public static string Cost(decimal usd) => usd switch
    {
        0 => "$0",
        < 0.0001m => "under $0.0001",
        < 0.01m => string.Create(CultureInfo.InvariantCulture, $"${usd:0.0000}"),
        < 1m => string.Create(CultureInfo.InvariantCulture, $"${usd:0.000}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"${usd:0.00}"),
    };

    /// <summary>Price per million tokens: <c>$0.15</c>, <c>$3</c>.</summary>
    public static string Price(decimal perMillion) => string.Create(CultureInfo.InvariantCulture, $"${perMillion:0.####}");

    /// <summary><c>128k</c>, <c>1M</c>.</summary>
    public static string ContextLength(int tokens) => tokens switch
    {
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{tokens / 1_000_000.0:0.#}M"),
        >= 1_000 => string.Create(CultureInfo.InvariantCulture, $"{tokens / 1_000}k"),
        _ => tokens.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>What the lane is doing or how it ended, in one word.</summary>
    public static string State(LaneState state, bool isReasoning) => state switch
    {
        LaneState.Queued => "queued",
        LaneState.Connecting => "waiting",
        LaneState.Streaming => isReasoning ? "thinking" : "writing",
        LaneState.Finished => "done",
        LaneState.Stopped => "stopped",
        LaneState.Failed => "failed",
        LaneState.Interrupted => "interrupted",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    /// <summary><c>queued, 2nd in line</c>.</summary>
    public static string Queue(int? position) => position is { } place ? $"queued, {Ordinal(place)} in line" : "queued";

    private static string Ordinal(int number) => number switch
    {
        1 => "next",
        _ when number % 100 is 11 or 12 or 13 => $"{number}th",
        _ => (number % 10) switch { 1 => $"{number}st", 2 => $"{number}nd", 3 => $"{number}rd", _ => $"{number}th" },
    };

    private static string Minutes(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(seconds / 60):0}:{seconds % 60:00} min");
}
