using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace CompareIntel.Web.Api;

/// <summary>How often one client may start comparisons. Reading is never limited.</summary>
internal static class RateLimiting
{
    public const string Policy = "compare";

    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(1);

    public static void Configure(RateLimiterOptions options)
    {
        options.AddPolicy(Policy, static context =>
        {
            var limit = context.RequestServices.GetRequiredService<IOptionsMonitor<RateLimitOptions>>().CurrentValue.RequestsPerMinute;
            var client = context.Connection.RemoteIpAddress?.ToString() ?? "";
            // The limit is part of the key, so that a changed one counts at once.
            return limit == 0
                ? RateLimitPartition.GetNoLimiter((client, limit))
                : RateLimitPartition.GetFixedWindowLimiter((client, limit), static key => new FixedWindowRateLimiterOptions { PermitLimit = key.limit, Window = s_window });
        });
        options.OnRejected = static async (rejected, _) =>
        {
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var retryAfter) ? retryAfter : s_window;
            var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
            rejected.HttpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            await Problems.Of(StatusCodes.Status429TooManyRequests, $"Too many comparisons from this address. Try again in {seconds} s.").ExecuteAsync(rejected.HttpContext);
        };
    }
}
