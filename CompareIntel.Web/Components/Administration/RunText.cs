using CompareIntel.Core.Comparisons;
using CompareIntel.Web.Components.Compare;

namespace CompareIntel.Web.Components.Administration;

/// <summary>Times and states of runs in the words of the admin pages.</summary>
internal static class RunText
{
    /// <summary>What stands where nothing was measured.</summary>
    public const string Unknown = "not known";

    public static string Time(TimeSpan? time) => time is { } known ? MetricText.Spread(known) : Unknown;

    public static string Time(double? milliseconds) => milliseconds is { } known ? MetricText.Spread(TimeSpan.FromMilliseconds(known)) : Unknown;

    public static string Difference(TimeSpan? difference) => difference switch
    {
        null => "",
        { Ticks: < 0 } less => $"−{MetricText.Spread(less.Negate())}",
        { } more => $"+{MetricText.Spread(more)}",
    };

    public static string State(ComparisonState state) => state.ToString().ToUpperInvariant();

    /// <summary>The class of a state's mark.</summary>
    public static string Mark(ComparisonState state) => state switch
    {
        ComparisonState.Completed => "ok",
        ComparisonState.Interrupted => "bad",
        _ => "plain",
    };

    public static string State(LaneState state) => MetricText.State(state, false);
}
