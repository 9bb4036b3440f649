using CompareIntel.Core.Providers;
using CompareIntel.Core.Providers.Simulated;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CompareIntel.Core.Catalog;

/// <summary>Registers the catalogue.</summary>
public static class CatalogServiceCollectionExtensions
{
    /// <summary>
    /// Adds the configured providers and the catalogue of their models. Configuration faults are all reported when the host starts.
    /// Kinds other than the simulated one need <see cref="AddProviderKind"/>.
    /// </summary>
    public static IServiceCollection AddModelCatalog(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddProviderKind(
            ProviderKind.Simulated,
            static (services, name, options) => new SimulatedProvider(name, options, services.GetRequiredService<TimeProvider>()));

        services.AddOptionsWithValidateOnStart<ProvidersOptions, ProvidersOptionsValidator>()
            .Configure<IConfiguration>(ProvidersConfiguration.Read);
        services.AddOptionsWithValidateOnStart<ModelCatalogOptions>()
            .BindConfiguration(ModelCatalogOptions.SectionName)
            .ValidateDataAnnotations();

        services.TryAddSingleton(static services => ProviderRegistry.Create(
            services.GetRequiredService<IOptions<ProvidersOptions>>().Value,
            kind => services.GetRequiredKeyedService<ProviderFactory>(kind)));
        services.TryAddSingleton<ModelCatalog>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ModelCatalogRefresher>());
        return services;
    }

    /// <summary>Says how providers of one kind are made. The first to say so for a kind wins.</summary>
    public static IServiceCollection AddProviderKind(
        this IServiceCollection services, ProviderKind kind, Func<IServiceProvider, string, ProviderOptions, IModelProvider> create)
    {
        services.TryAddKeyedSingleton<ProviderFactory>(kind, (provider, _) => (name, options) => create(provider, name, options));
        return services;
    }
}
