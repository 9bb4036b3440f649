using System.Diagnostics;

namespace CompareIntel.Web.Telemetry;

/// <summary>Which requests are traced, and what must not stand in their spans.</summary>
internal static class TraceFilter
{
    private const string SecretParameter = "token";

    /// <summary>Not what asks by the clock, nor a page's connection, which lasts for hours.</summary>
    public static bool IsWorthASpan(HttpContext context) =>
        context.Request.Path.Value is not { } path
        || !(path == MetricsScrape.Path || path.Contains("/health", StringComparison.Ordinal) || path.StartsWith("/_", StringComparison.Ordinal) || Path.HasExtension(path));

    /// <summary>Whoever has a link's token may read what it leads to: the route stands in the place of the path.</summary>
    public static void HideTokens(Activity activity, HttpResponse response)
    {
        if (response.HttpContext.GetEndpoint() is RouteEndpoint { RoutePattern: { RawText: { } route } pattern } && pattern.GetParameter(SecretParameter) is not null)
        {
            activity.SetTag("url.path", route);
        }
    }
}
