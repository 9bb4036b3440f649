using CompareIntel.Core.Catalog;
using CompareIntel.Core.Diagnostics;
using CompareIntel.Core.Providers;
using CompareIntel.Core.Providers.Simulated;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CompareIntel.Core.Comparisons;

/// <summary>
/// Runs the engine once, at full speed and out of sight, when the process starts. Without it the first comparison would wait for the compiler
/// between one lane's start and the next, and show that as its start spread. Leaves no comparison, no statistics and no log line.
/// </summary>
internal sealed class EngineWarmUp(IOptionsMonitor<ComparisonOptions> options, TimeProvider timeProvider) : BackgroundService
{
    private const double Speed = 1_000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // What follows runs the compiler; the host need not wait for it.
        await Task.Yield();
        var provider = new SimulatedProvider("warm-up", new ProviderOptions { Speed = Speed }, timeProvider);
        var engine = new ComparisonEngine(
            (id, _) => new ValueTask<ResolvedModel?>(new ResolvedModel(provider, id, null)),
            new LaneGates(),
            new ModelStatistics(timeProvider),
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
