namespace CompareIntel.Benchmarks.Processes;

/// <summary>The most memory that a server had, sampled.</summary>
internal static class ResidentPeak
{
    private static readonly TimeProvider s_time = TimeProvider.System;

    /// <summary>Samples until cancelled, then gives the most bytes seen.</summary>
    public static async Task<long> SampleAsync(ServerProcess server, CancellationToken cancellationToken)
    {
        var peak = 0L;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200), s_time);
        try
        {
            do
            {
                peak = Math.Max(peak, server.ResidentBytes);
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }

        return peak;
    }
}
