using System.Diagnostics.Metrics;
using CompareIntel.Core.Catalog;
using CompareIntel.Core.Diagnostics;
using CompareIntel.Core.Providers;
using CompareIntel.Core.Providers.Simulated;
using CompareIntel.Core.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CompareIntel.Core.Comparisons;

/// <summary>
/// Runs the engine once, at full speed and out of sight, when the process starts. Without it the first comparison would wait for the compiler
/// between one lane's start and the next, and show that as its start spread. Leaves no comparison, no statistics, no metrics and no log line.
/// </summary>
internal sealed class EngineWarmUp(IOptionsMonitor<ComparisonOptions> options, IMeterFactory meters, TimeProvider timeProvider) : BackgroundService
{
    private const double Speed = 1_000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // What follows runs the compiler; the host need not wait for it.
        await Task.Yield();
        var provider = new SimulatedProvider("warm-up", new ProviderOptions { Speed = Speed }, timeProvider);
        // Nobody listens to this name.
        using var telemetry = new EngineTelemetry(meters, EngineTelemetry.Name + ".WarmUp");
        var engine = new ComparisonEngine(
            (id, _) => new ValueTask<ResolvedModel?>(new ResolvedModel(provider, id, null)),
            new LaneGates(),
            new ModelStatistics(timeProvider),
            telemetry,
            options,
            timeProvider,
            NullLogger<ComparisonEngine>.Instance);
        try
        {
            await foreach (var _ in engine.RunAsync(ComparisonRequest.Create("Warm up.", "thinker"), stoppingToken).ConfigureAwait(false))
            {
            }
        }
        catch (OperationCanceledException)
        {
            // The process ends before it was warm.
        }
    }
}
