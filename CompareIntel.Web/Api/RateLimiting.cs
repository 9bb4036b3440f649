using System.Globalization;
using System.Threading.RateLimiting;
using CompareIntel.Web.Administration;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace CompareIntel.Web.Api;

/// <summary>How often one client may start comparisons, and how often it may try to sign in. Reading is never limited.</summary>
internal static class RateLimiting
{
    public const string Policy = "compare";

    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(1);

    public static void Configure(RateLimiterOptions options)
    {
        options.AddPolicy(Policy, static context => PartitionOf(context, OptionsOf(context).RequestsPerMinute));
        options.AddPolicy(AdminIdentity.PostPolicy, static context => PartitionOf(context, HttpMethods.IsPost(context.Request.Method) ? OptionsOf(context).AccountPostsPerMinute : 0));
        options.OnRejected = static async (rejected, _) =>
        {
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var retryAfter) ? retryAfter : s_window;
            var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
            rejected.HttpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            var isApi = rejected.HttpContext.GetEndpoint()?.Metadata.GetMetadata<EnableRateLimitingAttribute>()?.PolicyName == Policy;
            var answer = isApi
                ? Problems.Of(StatusCodes.Status429TooManyRequests, $"Too many comparisons from this address. Try again in {seconds} s.")
                : Results.Text($"Too many attempts from this address. Go back, and try again in {seconds} s.", statusCode: StatusCodes.Status429TooManyRequests);
            await answer.ExecuteAsync(rejected.HttpContext);
        };
    }

    private static RateLimitOptions OptionsOf(HttpContext context) => context.RequestServices.GetRequiredService<IOptionsMonitor<RateLimitOptions>>().CurrentValue;

    private static RateLimitPartition<(string, int)> PartitionOf(HttpContext context, int limit)
    {
        var client = context.Connection.RemoteIpAddress?.ToString() ?? "";
        // The limit is part of the key, so that a changed one counts at once.
        return limit == 0
            ? RateLimitPartition.GetNoLimiter((client, limit))
            : RateLimitPartition.GetFixedWindowLimiter((client, limit), static key => new FixedWindowRateLimiterOptions { PermitLimit = key.Item2, Window = s_window });
    }
}
