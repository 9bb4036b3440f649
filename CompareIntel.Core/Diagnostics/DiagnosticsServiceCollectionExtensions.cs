using CompareIntel.Core.Diagnostics.Anomalies;
using CompareIntel.Core.Diagnostics.Samples;
using CompareIntel.Core.Diagnostics.Weekly;
using CompareIntel.Core.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CompareIntel.Core.Diagnostics;

internal static class DiagnosticsServiceCollectionExtensions
{
    public static IServiceCollection AddDiagnostics(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<DiagnosticsOptions, DiagnosticsOptionsValidator>().BindConfiguration(DiagnosticsOptions.SectionName);
        services.TryAddSingleton<IOptionsMonitor<DiagnosticsOptions>, LastValidOptionsMonitor<DiagnosticsOptions>>();
        services.TryAddSingleton<LaneHours>();
        services.TryAddSingleton<LaneHistory>();
        services.TryAddSingleton<LaneSampleCleaning>();
        services.TryAddSingleton<AnomalyWatch>();
        services.TryAddSingleton(static services => new AnomalyWebhook(
            services.GetRequiredService<ComparisonDatabase>(),
            AnomalyWebhook.CreateClient(),
            services.GetRequiredService<IOptionsMonitor<DiagnosticsOptions>>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<AnomalyWebhook>>()));
        services.TryAddSingleton<WeeklyReports>();
        services.TryAddSingleton<WeeklyReportFiles>();
        services.AddHostedService<LaneSampleBackfill>();
        services.AddHostedService<DiagnosticsKeeper>();
        return services;
    }
}
