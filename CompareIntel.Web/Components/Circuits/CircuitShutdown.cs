namespace CompareIntel.Web.Components.Circuits;

/// <summary>Lets open pages put their circuits away before the process ends, so that the next process can go on with them.</summary>
internal sealed class CircuitShutdown(OpenCircuits circuits, IHostApplicationLifetime lifetime) : IHostedLifecycleService
{
    // A page answers within a few round trips, and the operator waits for this at every stop.
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(1);

    // SignalR closes its connections from the same event. What registers last is called first, and this is when everything else has been built. The event
    // waits for who hears of it, which is why this blocks.
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStopping.Register(() => circuits.PauseAllAsync(s_longestPause).GetAwaiter().GetResult());
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
