using CompareIntel.Core.Catalog;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Providers;
using CompareIntel.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace CompareIntel.Tests.Support;

/// <summary>
/// The real application on a real port, in this process, with a data directory of its own. Unless the test says otherwise its one provider is
/// scripted, is named <c>test</c> and has the models <c>a</c>, <c>b</c> and <c>c</c>.
/// </summary>
internal sealed class CompareIntelApplication : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TemporaryFolder? _ownData;

    private CompareIntelApplication(WebApplication app, ScriptedChatClient chat, TemporaryFolder? ownData)
    {
        _app = app;
        _ownData = ownData;
        Chat = chat;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Client = new HttpClient { BaseAddress = Address, Timeout = AsyncAssert.Timeout };
    }

    public ScriptedChatClient Chat { get; }

    public Uri Address { get; }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public LiveComparisons Comparisons => Services.GetRequiredService<LiveComparisons>();

    /// <summary>Starts it with settings such as <c>--RateLimit:RequestsPerMinute=2</c>.</summary>
    public static Task<CompareIntelApplication> StartAsync(params string[] settings) => StartAsync(null, null, settings);

    public static Task<CompareIntelApplication> StartAsync(TimeProvider? clock, TemporaryFolder? data, params string[] settings) => StartAsync(clock, data, hasScriptedProvider: true, settings);

    /// <summary>Starts it with the providers that the settings name, beside the simulated one.</summary>
    public static Task<CompareIntelApplication> StartWithProvidersAsync(params string[] settings) => StartAsync(null, null, hasScriptedProvider: false, settings);

    private static async Task<CompareIntelApplication> StartAsync(TimeProvider? clock, TemporaryFolder? data, bool hasScriptedProvider, string[] settings)
    {
        var ownData = data is null ? new TemporaryFolder() : null;
        var chat = new ScriptedChatClient();
        string[] args =
        [
            "--urls=http://127.0.0.1:0",
            $"--DataDirectory={(data ?? ownData!).Path}",
            "--Serilog:MinimumLevel:Default=Warning",
            .. settings,
        ];
        var app = Program.Create(args, builder =>
        {
            if (hasScriptedProvider)
            {
                IModelProvider provider = new ScriptedModelProvider("test", "a", "b", "c") { AcceptsUnlistedModels = false, ChatClient = chat };
                builder.Services.AddSingleton(new ProviderRegistry([provider]));
            }

            if (clock is not null)
            {
                builder.Services.AddSingleton(clock);
            }
        });
        await app.StartAsync().WithinTimeout();
        // A list that has not arrived would make the first lane wait for it.
        await app.Services.GetRequiredService<ModelCatalog>().RefreshAsync(CancellationToken.None).WithinTimeout();
        return new CompareIntelApplication(app, chat, ownData);
    }

    /// <summary>Stops it as SIGTERM does.</summary>
    public Task StopAsync() => _app.StopAsync().WithinTimeout();

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync().WithinTimeout();
        Client.Dispose();
        await _app.DisposeAsync();
        _ownData?.Dispose();
    }
}
