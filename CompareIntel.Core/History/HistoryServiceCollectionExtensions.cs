using CompareIntel.Core.Export;
using CompareIntel.Core.LineUps;
using CompareIntel.Core.Sharing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CompareIntel.Core.History;

internal static class HistoryServiceCollectionExtensions
{
    public static IServiceCollection AddHistory(this IServiceCollection services)
    {
        services.TryAddSingleton<HistoryChanges>();
        services.TryAddSingleton<ComparisonHistory>();
        services.TryAddSingleton<HistoryRemoval>();
        services.TryAddSingleton<HistoryPurge>();
        services.TryAddSingleton<ComparisonShares>();
        services.TryAddSingleton<OwnedComparisons>();
        services.TryAddSingleton<LineUpLibrary>();
        services.AddHostedService<HistoryCleaner>();
        return services;
    }
}
