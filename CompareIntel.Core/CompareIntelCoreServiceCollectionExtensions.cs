using System.Diagnostics.Metrics;
using CompareIntel.Core.Administration;
using CompareIntel.Core.Catalog;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Diagnostics;
using CompareIntel.Core.Feedback;
using CompareIntel.Core.History;
using CompareIntel.Core.Markdown;
using CompareIntel.Core.Providers;
using CompareIntel.Core.Providers.OpenAICompatible;
using CompareIntel.Core.Storage;
using CompareIntel.Core.Telemetry;
using CompareIntel.Core.Verification;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CompareIntel.Core;

/// <summary>The table of contents of Core.</summary>
public static class CompareIntelCoreServiceCollectionExtensions
{
    /// <summary>Adds the engine and everything it needs. All of it is singleton. The host adds the <see cref="DataDirectory"/> and the factory of meters.</summary>
    public static IServiceCollection AddCompareIntelCore(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<CodeHighlighter>();
        return services.AddStorage().AddProviders().AddComparisons().AddHistory().AddStatistics().AddVerification().AddAdministration().AddDiagnostics();
    }

    private static IServiceCollection AddProviders(this IServiceCollection services)
    {
        services.AddModelCatalog();
        services.TryAddSingleton<IOptionsMonitor<ModelCatalogOptions>, LastValidOptionsMonitor<ModelCatalogOptions>>();
        services.TryAddSingleton<ReadingTurns>();
        // One client for all providers: its connections are kept per server anyway.
        services.TryAddKeyedSingleton(ProviderKind.OpenAICompatible, static (_, _) => OpenAICompatibleHttp.CreateClient());
        return services.AddProviderKind(ProviderKind.OpenAICompatible, static (services, name, options) => new OpenAICompatibleProvider(
            name,
            options,
            services.GetRequiredKeyedService<HttpClient>(ProviderKind.OpenAICompatible),
            services.GetRequiredService<ILogger<OpenAICompatibleProvider>>(),
            services.GetRequiredService<ReadingTurns>(),
            services.GetRequiredService<TimeProvider>()));
    }

    private static IServiceCollection AddComparisons(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<ComparisonOptions, ComparisonOptionsValidator>().BindConfiguration(ComparisonOptions.SectionName);
        services.AddOptionsWithValidateOnStart<TierOptions, TierOptionsValidator>().BindConfiguration(TierOptions.SectionName);
        services.TryAddSingleton<IOptionsMonitor<ComparisonOptions>, LastValidOptionsMonitor<ComparisonOptions>>();
        services.TryAddSingleton<IOptionsMonitor<TierOptions>, LastValidOptionsMonitor<TierOptions>>();
        services.TryAddSingleton<ModelResolver>(static services => services.GetRequiredService<ModelCatalog>().ResolveAsync);
        services.TryAddSingleton<LaneGates>();
        services.TryAddSingleton(static services => new EngineTelemetry(services.GetRequiredService<IMeterFactory>()));
        services.TryAddSingleton<StateMeters>();
        services.TryAddSingleton<ComparisonEngine>();
        services.TryAddSingleton<LiveComparisons>();
        services.AddHostedService<EngineWarmUp>();
        return services;
    }

    private static IServiceCollection AddVerification(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<VerificationOptions, VerificationOptionsValidator>().BindConfiguration(VerificationOptions.SectionName);
        services.AddSingleton<IValidateOptions<VerificationOptions>, VerificationCountsValidator>();
        return services;
    }

    private static IServiceCollection AddAdministration(this IServiceCollection services)
    {
        services.TryAddSingleton<AuditLog>();
        services.TryAddSingleton<CheckReports>();
        services.TryAddSingleton<StoredSettings>();
        services.TryAddSingleton<RuntimeSwitches>();
        services.AddHostedService<SwitchLoader>();
        return services;
    }

    private static IServiceCollection AddStatistics(this IServiceCollection services)
    {
        services.TryAddSingleton<ModelStatistics>();
        services.AddHostedService<ModelStatisticsStore>();
        services.TryAddSingleton<RunDirectory>();
        services.TryAddSingleton<WatchTimings>();
        services.AddHostedService(static services => services.GetRequiredService<WatchTimings>());
        services.TryAddSingleton<FeedbackBook>();
        return services;
    }
}
