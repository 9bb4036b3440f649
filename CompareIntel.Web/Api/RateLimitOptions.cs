using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CompareIntel.Web.Api;

/// <summary>The <c>RateLimit</c> section.</summary>
internal sealed class RateLimitOptions
{
    public const string SectionName = "RateLimit";

    /// <summary>Comparisons that one client address may start in a minute; 0 is no limit.</summary>
    [Range(0, 1_000_000)]
    public int RequestsPerMinute { get; set; }
}

[OptionsValidator]
internal sealed partial class RateLimitOptionsValidator : IValidateOptions<RateLimitOptions>;
