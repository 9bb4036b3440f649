using CompareIntel.Core;
using CompareIntel.Web.Api;
using CompareIntel.Web.Components;
using CompareIntel.Web.Hosting;

namespace CompareIntel.Web;

internal static class Program
{
    public static Task<int> Main(string[] args) => ProcessHost.RunAsync(() => Create(args));

    /// <summary>The application, built and not started. <paramref name="configure"/> has the last word on its services.</summary>
    internal static WebApplication Create(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = HostingSetup.CreateBuilder(args);
        builder.AddCompareIntelHosting();
        builder.Services.AddCompareIntelCore();
        builder.Services.AddCompareIntelApi();
        builder.Services.AddCompareIntelPages();
        configure?.Invoke(builder);

        var app = builder.Build();
        app.UseCompareIntelHosting();
        app.UseCompareIntelApi();
        app.MapCompareIntelApi();
        app.MapCompareIntelPages();
        return app;
    }
}
