using CompareIntel.Web.Hosting.Ownership;

namespace CompareIntel.Web.Hosting;

/// <summary>Headers that every answer has.</summary>
internal static class SecurityHeaders
{
    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        context.Response.OnStarting(
            static state =>
            {
                var context = (HttpContext)state;
                var headers = context.Response.Headers;
                // The framework's own code asks for frame-ancestors and nothing else; what is said here holds that and more.
                headers.ContentSecurityPolicy = IsPage(context.Response) ? ContentPolicy.PageOf(context) : ContentPolicy.NoPage;
                headers.XContentTypeOptions = "nosniff";
                headers["Referrer-Policy"] = "same-origin";
                if (IsShared(context.Request.Path))
                {
                    // Who was given a link did not give it to the world.
                    headers["X-Robots-Tag"] = "noindex, nofollow";
                    headers["Referrer-Policy"] = "no-referrer";
                }

                return Task.CompletedTask;
            },
            context);
        return next(context);
    });

    internal static bool IsShared(PathString path) => path.StartsWithSegments(SharedComparisons.PagePath) || path.StartsWithSegments("/api/v1/shares");

    private static bool IsPage(HttpResponse response) => response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true;
}
