using CompareIntel.Web.Components.Compare;
using CompareIntel.Web.Components.Layout;
using MudBlazor.Services;

namespace CompareIntel.Web.Components;

/// <summary>Registers and maps everything that people see in a browser.</summary>
internal static class PagesExtensions
{
    // The longest prompt that the composer sends, 60,000 characters, can take 240 KB; SignalR's own limit of 32 KB would end the circuit instead of refusing it.
    private const long LargestMessage = 256 * 1024;

    public static IServiceCollection AddCompareIntelPages(this IServiceCollection services)
    {
        services.AddRazorComponents()
            .AddInteractiveServerComponents()
            .AddHubOptions(static options => options.MaximumReceiveMessageSize = LargestMessage);
        services.AddMudServices();
        services.AddScoped<ComparisonSession>();
        services.AddScoped<BrowserStore>();
        return services;
    }

    public static WebApplication MapCompareIntelPages(this WebApplication app)
    {
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return app;
    }
}
