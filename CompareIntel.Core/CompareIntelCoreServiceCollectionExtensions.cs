using CompareIntel.Core.Catalog;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CompareIntel.Core;

/// <summary>The table of contents of Core.</summary>
public static class CompareIntelCoreServiceCollectionExtensions
{
    /// <summary>Adds the engine and everything it needs. All of it is singleton. The host adds the <see cref="DataDirectory"/>.</summary>
    public static IServiceCollection AddCompareIntelCore(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(TimeProvider.System);
        return services.AddModelCatalog().AddComparisons().AddStatistics();
    }

    private static IServiceCollection AddComparisons(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<ComparisonOptions, ComparisonOptionsValidator>().BindConfiguration(ComparisonOptions.SectionName);
        services.AddOptionsWithValidateOnStart<TierOptions, TierOptionsValidator>().BindConfiguration(TierOptions.SectionName);
        services.TryAddSingleton<ModelResolver>(static services => services.GetRequiredService<ModelCatalog>().ResolveAsync);
        services.TryAddSingleton<LaneGates>();
        services.TryAddSingleton<ComparisonEngine>();
        services.TryAddSingleton<LiveComparisons>();
        return services;
    }

    private static IServiceCollection AddStatistics(this IServiceCollection services)
    {
        services.TryAddSingleton<ModelStatistics>();
        services.AddHostedService<ModelStatisticsStore>();
        return services;
    }
}
