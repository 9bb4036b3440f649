using System.Text.Encodings.Web;
using System.Text.Json;
using CompareIntel.Core.Comparisons;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;

namespace CompareIntel.Web.Api;

/// <summary>The HTTP interface: its table of contents.</summary>
internal static class ApiSetup
{
    private static readonly string[] s_barePaths = ["/health", "/models", "/model-stats", "/compare", "/compare-stream"];

    public static IServiceCollection AddCompareIntelApi(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<RateLimitOptions, RateLimitOptionsValidator>().BindConfiguration(RateLimitOptions.SectionName);
        services.AddOptions<CrossOriginOptions>().BindConfiguration(CrossOriginOptions.SectionName);
        services.AddSingleton<IConfigureOptions<CorsOptions>, CrossOriginPolicy>();
        services.AddSingleton<CompareRequestReader>();
        services.AddSingleton<Uptime>();
        services.AddExceptionHandler(static options => options.StatusCodeSelector = StatusOf);
        services.AddCors();
        services.AddRateLimiter(RateLimiting.Configure);
        services.AddProblemDetails(static options => options.CustomizeProblemDetails = static problem => Problems.Complete(problem.ProblemDetails, problem.HttpContext));
        services.ConfigureHttpJsonOptions(static json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJsonContext.Default);
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            // The answers are JSON, never HTML: text stays as it is.
            json.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        });
        return services.AddApiDocuments();
    }

    /// <summary>The status that an exception nobody has caught is answered with.</summary>
    public static int StatusOf(Exception fault) => fault switch
    {
        StorageUnavailableException => StatusCodes.Status503ServiceUnavailable,
        BadHttpRequestException request => request.StatusCode,
        _ => StatusCodes.Status500InternalServerError,
    };

    public static void UseCompareIntelApi(this WebApplication app)
    {
        app.UseWhen(static context => IsApi(context.Request.Path), static api =>
        {
            api.UseExceptionHandler();
            api.UseStatusCodePages();
        });
        app.UseCors();
        app.UseRateLimiter();
    }

    public static void MapCompareIntelApi(this WebApplication app)
    {
        // Built at the first request otherwise, together with everything that it needs.
        _ = app.Services.GetRequiredService<Uptime>();

        foreach (var prefix in (string[])["/api/v1", "/api"])
        {
            var group = app.MapGroup(prefix).RequireCors(CrossOriginPolicy.Name);
            MapShared(group);
            ComparisonApi.MapComparisons(group);
            HistoryApi.Map(group);
            ExportApi.Map(group);
            ShareApi.Map(group);
            FeedbackApi.Map(group);
            LineUpApi.Map(group);
        }

        MapShared(app.MapGroup("").RequireCors(CrossOriginPolicy.Name));
        app.MapApiDocuments();
    }

    private static void MapShared(RouteGroupBuilder group)
    {
        HealthApi.Map(group);
        ModelApi.Map(group);
        ModelStatisticsApi.Map(group);
        ComparisonApi.MapCompare(group);
    }

    /// <summary>Paths whose errors are problem documents; everything else is a page.</summary>
    internal static bool IsApi(PathString path) =>
        path.StartsWithSegments("/api") || path.StartsWithSegments("/openapi") || s_barePaths.Any(bare => path.StartsWithSegments(bare));
}
