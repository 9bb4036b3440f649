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

    /// <summary>Forms under <c>/account</c>, which are sign-ins and one-time links, that one client address may send in a minute; 0 is no limit.</summary>
    [Range(0, 1_000_000)]
    public int AccountPostsPerMinute { get; set; } = 20;
}

[OptionsValidator]
internal sealed partial class RateLimitOptionsValidator : IValidateOptions<RateLimitOptions>;
