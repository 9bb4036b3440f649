using System.Diagnostics.Metrics;
using CompareIntel.Core.Administration;
using CompareIntel.Core.Catalog;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Diagnostics;
using CompareIntel.Core.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging.Testing;

namespace CompareIntel.Tests.Support;

/// <summary>The real engine over a scripted provider and a clock that the test turns.</summary>
internal sealed class EngineRig : IAsyncDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public EngineRig(Action<ComparisonOptions>? configure = null, ScriptedProvider? provider = null, IComparisonArchive? archive = null, RuntimeSwitches? switches = null)
    {
        Provider = provider ?? new ScriptedProvider();
        configure?.Invoke(Options);
        var monitor = new FixedOptionsMonitor<ComparisonOptions>(Options);
        Statistics = new ModelStatistics(Time);
        Telemetry = new EngineTelemetry(Meters);
        Engine = new ComparisonEngine(ResolveAsync, Gates, Statistics, Telemetry, monitor, Time, Logger, switches);
        Live = new LiveComparisons(Engine, monitor, Time, archive, switches);
    }

    public ScriptedProvider Provider { get; }

    public TrackingTimeProvider Time { get; } = new();

    public ComparisonOptions Options { get; } = new();

    public FakeLogger<ComparisonEngine> Logger { get; } = new();

    public LaneGates Gates { get; } = new();

    public ModelStatistics Statistics { get; }

    public IMeterFactory Meters => _services.GetRequiredService<IMeterFactory>();

    public EngineTelemetry Telemetry { get; }

    public ComparisonEngine Engine { get; }

    public LiveComparisons Live { get; }

    /// <summary>Prices for every model, when set.</summary>
    public ModelDescriptor? Descriptor { get; set; }

    public LiveComparison Start(params string[] models) => Live.Start(ComparisonRequest.Create("a prompt", models));

    public static async Task<LaneEnded> EndOfAsync(LiveComparison comparison, int lane)
    {
        var events = await comparison.Log.ReadLaneAsync(lane).ToListAsync().WithinTimeout();
        return Assert.IsType<LaneEnded>(events[^1]);
    }

    /// <summary>Completes when the log has an event that matches, with that event.</summary>
    public static async Task<T> WaitForAsync<T>(ComparisonLog log, Func<T, bool>? match = null)
        where T : ComparisonEvent
    {
        return await FindAsync().WithinTimeout();

        async Task<T> FindAsync()
        {
            await foreach (var item in log.ReadAsync())
            {
                if (item is T found && (match is null || match(found)))
                {
                    return found;
                }
            }

            throw new InvalidOperationException($"The log ended without such a {typeof(T).Name}.");
        }
    }

    /// <summary>What this rig's instrument measures from now on.</summary>
    public MetricCollector<T> Collect<T>(string instrument)
        where T : struct => new(Meters, EngineTelemetry.Name, instrument, Time);

    public async ValueTask DisposeAsync()
    {
        await Live.DisposeAsync();
        Telemetry.Dispose();
        await _services.DisposeAsync();
    }

    private ValueTask<ResolvedModel?> ResolveAsync(string id, CancellationToken cancellationToken) =>
        new(id.StartsWith("unknown", StringComparison.Ordinal) ? null : new ResolvedModel(Provider, id, Descriptor));
}
