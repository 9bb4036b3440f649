using CompareIntel.Web.Administration;
using CompareIntel.Web.Api;
using CompareIntel.Web.Components.Administration;
using CompareIntel.Web.Components.Circuits;
using CompareIntel.Web.Components.Compare;
using CompareIntel.Web.Components.Layout;
using CompareIntel.Web.Telemetry;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Components.Web;
using CompareIntel.Web.Hosting;
using CompareIntel.Web.Hosting.Ownership;
using Microsoft.AspNetCore.Diagnostics;
using MudBlazor.Services;

namespace CompareIntel.Web.Components;

/// <summary>Registers and maps everything that people see in a browser.</summary>
internal static class PagesExtensions
{
    // Twelve system prompts of 4,000 characters, each of them six bytes long as JSON has it, and a third more in the form in which a page is put away.
    private const long MostMessageBytes = 512 * 1024;

    public static IServiceCollection AddCompareIntelPages(this IServiceCollection services)
    {
        services.AddRazorComponents()
            .AddInteractiveServerComponents()
            .AddHubOptions(static hub => hub.MaximumReceiveMessageSize = MostMessageBytes)
            .RegisterPersistentService<PageMemory>(RenderMode.InteractiveServer);
        services.AddScoped<PageMemory>();
        services.AddSingleton<OpenCircuits>();
        services.AddScoped<CircuitHandler, OpenCircuitHandler>();
        services.AddMudServices();
        services.AddSingleton<CodeColours>();
        services.AddSingleton<LastPasses>();
        services.AddScoped<ComparisonSession>();
        services.AddScoped<BrowserStore>();
        services.AddSingleton<HistoryDownloads>();
        return services;
    }

    /// <summary>Answers what faults with a page. Whatever answers in another form, as the API does, comes behind it, nearer to its own faults.</summary>
    public static void UseFaultPage(this WebApplication app) =>
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandlingPath = FaultPage.Path, CreateScopeForErrors = true, StatusCodeSelector = ApiSetup.StatusOf });

    public static WebApplication MapCompareIntelPages(this WebApplication app)
    {
        // Not in a branch of the pipeline: a branch has no routes, and would not find the page.
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.Use(static (context, next) =>
        {
            if (!IsPage(context.Request) && context.Features.Get<IStatusCodePagesFeature>() is { } pages)
            {
                pages.Enabled = false;
            }

            return next(context);
        });
        app.Use(static async (context, next) =>
        {
            // The page itself says the same in words, but only once its circuit has begun.
            if (IsComparison(context.Request, out var id)
                && await context.RequestServices.GetRequiredService<OwnComparisons>().FindAsync(id, OwnerCookie.OwnerOf(context.User), context.RequestAborted) is null)
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
            }

            if (IsShared(context.Request, out var token)
                && await context.RequestServices.GetRequiredService<SharedComparisons>().FindAsync(token, context.RequestAborted) is null)
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
            }

            await next(context);
        });
        app.HideAdminPages();
        app.Use(static async (context, next) =>
        {
            await next(context);
            if (context.Response is { StatusCode: StatusCodes.Status400BadRequest, HasStarted: false } && HttpMethods.IsPost(context.Request.Method) && context.Request.Path.StartsWithSegments(AccountPage.Folder))
            {
                // The form belonged to who was signed in when it was opened. A browser would show a page of its own.
                context.Response.Redirect(AccountPage.ToFreshForm(context.Request));
            }
        });
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapAdminEndpoints();
        app.MapMetrics();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return app;
    }

    private static bool IsComparison(HttpRequest request, out string id) => IsBehind("/c", request, out id);

    private static bool IsShared(HttpRequest request, out string token) => IsBehind(SharedComparisons.PagePath, request, out token);

    private static bool IsBehind(PathString start, HttpRequest request, out string id)
    {
        id = "";
        if (!HttpMethods.IsGet(request.Method) || !request.Path.StartsWithSegments(start, out var rest) || rest.Value is not ['/', .. { Length: > 0 } last])
        {
            return false;
        }

        id = last;
        return !last.Contains('/', StringComparison.Ordinal);
    }

    /// <summary>What a person may have typed: not the API, whose errors are problem documents, and not the framework's own addresses.</summary>
    private static bool IsPage(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && !ApiSetup.IsApi(request.Path)
        && request.Path.Value?.StartsWith("/_", StringComparison.Ordinal) != true;
}
