using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Storage.Backups;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CompareIntel.Core.Storage;

internal static class StorageServiceCollectionExtensions
{
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<StorageOptions, StorageOptionsValidator>().BindConfiguration(StorageOptions.SectionName);
        services.TryAddSingleton<ComparisonDatabase>();
        services.TryAddSingleton<DatabaseBackups>();
        services.TryAddSingleton<StorageHealth>();
        services.TryAddSingleton<IComparisonArchive, ComparisonArchive>();
        services.AddHostedService<DatabaseMigrator>();
        // After it: services start one after another, in this order.
        services.AddHostedService<ComparisonRecovery>();
        return services;
    }
}
