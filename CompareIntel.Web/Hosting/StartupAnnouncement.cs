using CompareIntel.Core;
using CompareIntel.Core.Catalog;
using CompareIntel.Web.Api;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace CompareIntel.Web.Hosting;

/// <summary>Says, once the server listens, where to go and what is configured. Names of providers only: their keys are secrets.</summary>
internal sealed partial class StartupAnnouncement(
    IServer server,
    ModelCatalog catalog,
    DataDirectory dataDirectory,
    IHostApplicationLifetime lifetime,
    ILogger<StartupAnnouncement> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(Announce);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Announce()
    {
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var providers = catalog.Current.Providers.Select(static provider => provider.IsSimulated ? $"{provider.Name} (simulated)" : provider.Name);
        LogReady(logger, HealthApi.Version, string.Join(", ", addresses.Select(ToOpenable)), string.Join(", ", providers), dataDirectory.Path);
    }

    /// <summary>"Every interface" is an address to listen on, not one to open.</summary>
    private static string ToOpenable(string address) => address
        .Replace("://[::]", "://localhost", StringComparison.Ordinal)
        .Replace("://0.0.0.0", "://localhost", StringComparison.Ordinal);

    [LoggerMessage(3000, LogLevel.Information, "CompareIntel {Version} is ready: open {Addresses}. Providers: {Providers}. Data: {DataDirectory}")]
    private static partial void LogReady(ILogger logger, string version, string addresses, string providers, string dataDirectory);
}
