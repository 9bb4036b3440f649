using CompareIntel.Core;
using CompareIntel.Web.Administration;
using CompareIntel.Web.Api;
using CompareIntel.Web.Components;
using CompareIntel.Web.Hosting;

namespace CompareIntel.Web;

internal static class Program
{
#pragma warning disable RS0030 // What a command found out is its output.
    public static Task<int> Main(string[] args) => args switch
    {
        [RetentionCommand.Name, .. var rest] => RetentionCommand.RunAsync(rest, static settings => Create(settings), Console.Out, Console.Error),
        [VerifyCommand.Name, .. var rest] => VerifyCommand.RunAsync(rest, static settings => Create(settings), Console.Out, Console.Error),
        [DatabaseCommand.Name, .. var rest] => DatabaseCommand.RunAsync(rest, static settings => Create(settings), Console.Out, Console.Error),
        [AdminLinkCommand.Name, .. var rest] => AdminLinkCommand.RunAsync(rest, static settings => Create(settings), Console.Out, Console.Error),
        _ => ProcessHost.RunAsync(() => Create(args), Console.Out),
    };
#pragma warning restore RS0030

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
        app.UseFaultPage();
        app.UseCompareIntelApi();
        app.MapCompareIntelApi();
        app.MapCompareIntelPages();
        return app;
    }
}
