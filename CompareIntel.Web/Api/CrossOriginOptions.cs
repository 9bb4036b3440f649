using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;

namespace CompareIntel.Web.Api;

/// <summary>The <c>Cors</c> section: the web origins whose pages may call the API. None by default.</summary>
internal sealed class CrossOriginOptions
{
    public const string SectionName = "Cors";

    /// <summary>Origins such as <c>https://tools.example.org</c>; <c>*</c> is everyone.</summary>
    public IList<string> Origins { get; } = [];
}

/// <summary>Makes the API's policy of them. Without origins it allows nothing.</summary>
internal sealed class CrossOriginPolicy(IOptions<CrossOriginOptions> options) : IConfigureOptions<CorsOptions>
{
    public const string Name = "api";

    public void Configure(CorsOptions cors) => cors.AddPolicy(Name, policy => policy
        .WithOrigins([.. options.Value.Origins])
        .AllowAnyHeader()
        .AllowAnyMethod()
        .WithExposedHeaders("Retry-After"));
}
