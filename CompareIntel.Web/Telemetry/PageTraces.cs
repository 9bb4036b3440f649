using System.Diagnostics;

namespace CompareIntel.Web.Telemetry;

/// <summary>
/// Spans of what a user does on a page that starts comparisons: there is no request to which their traces could be linked. Most of it comes as a call of a script,
/// of which the framework makes none.
/// </summary>
internal static class PageTraces
{
    private static readonly ActivitySource s_source = new(WebMeters.Name);

    /// <summary>Null, and no cost, when nobody wants traces.</summary>
    public static Activity? Start(string action) => s_source.StartActivity($"page {action}");
}
