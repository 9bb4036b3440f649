using System.Globalization;
using CompareIntel.Core;
using CompareIntel.Core.Comparisons;
using CompareIntel.Web.Administration;
using CompareIntel.Web.Hosting.Ownership;
using CompareIntel.Web.Telemetry;
using Microsoft.AspNetCore.DataProtection;

namespace CompareIntel.Web.Hosting;

/// <summary>Everything about being a process on a machine: settings, address, data directory, logs, shutdown.</summary>
internal static class HostingSetup
{
    /// <summary>A builder that finds its files wherever it is started from.</summary>
    public static WebApplicationBuilder CreateBuilder(string[] args) => WebApplication.CreateBuilder(new WebApplicationOptions
    {
        Args = args,
        // What the browser gets as files is copied beside the program, built or published.
        WebRootPath = Path.Combine(AppContext.BaseDirectory, "wwwroot"),
        ApplicationName = typeof(HostingSetup).Assembly.GetName().Name,
        // dotnet run starts in the project's folder; a service may start anywhere.
        ContentRootPath = File.Exists("appsettings.json") ? null : AppContext.BaseDirectory,
    });

    public static void AddCompareIntelHosting(this WebApplicationBuilder builder)
    {
        builder.Configuration.AddLocalFile();
        builder.UseDefaultAddress();
        // Without this, files that are linked into the web root are only found in development.
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(static kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ConfigureEndpointDefaults(static endpoint =>
            {
                var counts = endpoint.ApplicationServices.GetRequiredService<ClientCounts>();
                endpoint.Use(next => async connection =>
                {
                    counts.ConnectionOpened();
                    try
                    {
                        await next(connection);
                    }
                    finally
                    {
                        counts.ConnectionClosed();
                    }
                });
            });
        });
        // Sends from the thread that flushed instead of handing each small piece of an answer to another one. Streams never block there.
        builder.WebHost.UseSockets(static sockets => sockets.UnsafePreferInlineScheduling = true);

        // Under systemd: says that it is ready once it listens, and when it goes down. Anywhere else this does nothing.
        builder.Services.AddSystemd();
        var dataDirectory = DataDirectory.Open(builder.Configuration[DataDirectory.ConfigurationKey]);
        builder.Services.AddSingleton(dataDirectory);
        builder.Services.AddFileAndConsoleLogs(builder.Configuration);
        builder.Services.AddDataProtection()
            .SetApplicationName("CompareIntel")
            .PersistKeysToFileSystem(new DirectoryInfo(dataDirectory.PathOf("keys")));
        builder.Services.AddOwnership();
        builder.Services.AddAdminIdentity();
        builder.AddTelemetry();
        builder.Services.AddHealthChecks().AddCheck<DataDirectoryHealthCheck>(DataDirectoryHealthCheck.Name)
            .AddCheck<StorageHealthCheck>(StorageHealthCheck.Name);
        builder.Services.AddHostedService<ComparisonShutdown>();
        builder.Services.AddHostedService<StartupAnnouncement>();
        // Not through the checked options: these are read so early that their faults would hide those of all others.
        var grace = builder.Configuration[$"{ComparisonOptions.SectionName}:{nameof(ComparisonOptions.ShutdownGrace)}"];
        var timeout = (TimeSpan.TryParse(grace, CultureInfo.InvariantCulture, out var set) ? set : new ComparisonOptions().ShutdownGrace) + ComparisonShutdown.Rest;
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = timeout);
    }

    public static void UseCompareIntelHosting(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseRequestLogs();
        app.UseOwnership();
        app.UseAdminIdentity();
    }
}
