using CompareIntel.Core.Comparisons;
using Microsoft.Extensions.Options;

namespace CompareIntel.Web.Hosting;

/// <summary>
/// Ends the comparisons before the server waits for its connections: takes no new ones, lets running lanes go on for a while, interrupts what is left and waits
/// until all is stored. Their logs end, so the streams that follow them end by themselves.
/// </summary>
internal sealed partial class ComparisonShutdown(LiveComparisons comparisons, IOptionsMonitor<ComparisonOptions> options, ILogger<ComparisonShutdown> logger) : IHostedLifecycleService
{
    /// <summary>What is left of the host's patience when the grace is over: for what is stored late, and for connections.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan s_forConnections = TimeSpan.FromSeconds(3);

    private TimeSpan Grace => options.CurrentValue.ShutdownGrace;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Grace + Rest - s_forConnections);
        if (comparisons.RunningCount is > 0 and var running)
        {
            LogGoingDown(logger, running, Grace.TotalSeconds);
        }

        try
        {
            await comparisons.ShutDownAsync(Grace, limit.Token);
        }
        catch (OperationCanceledException)
        {
            LogNotStored(logger);
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(3010, LogLevel.Information, "The server is going down; {Count} comparisons run and may go on for {Seconds} s")]
    private static partial void LogGoingDown(ILogger logger, int count, double seconds);

    [LoggerMessage(3011, LogLevel.Error, "The server is going down and not all that happened could be stored in time")]
    private static partial void LogNotStored(ILogger logger);
}
