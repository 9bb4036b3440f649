using CompareIntel.Core.Comparisons;

namespace CompareIntel.Web.Hosting;

/// <summary>
/// Ends the comparisons before the server waits for its connections: their logs end, so the streams that follow them end by themselves.
/// </summary>
internal sealed class ComparisonShutdown(LiveComparisons comparisons) : IHostedLifecycleService
{
    public Task StoppingAsync(CancellationToken cancellationToken) => comparisons.DisposeAsync().AsTask().WaitAsync(cancellationToken);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
