namespace CompareIntel.Tests.Support;

/// <summary>The one limit that bounds every wait of the tests: a test that waits for ever fails instead.</summary>
internal static class AsyncAssert
{
    /// <summary>Far above what any step takes, so that a busy machine fails no test.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    public static Task WithinTimeout(this Task task) => task.WaitAsync(Timeout);

    public static Task<T> WithinTimeout<T>(this Task<T> task) => task.WaitAsync(Timeout);

    public static Task<T> WithinTimeout<T>(this ValueTask<T> task) => task.AsTask().WithinTimeout();

    /// <summary>Waits for what nobody announces, such as a server that notices that its client has left.</summary>
    public static Task EventuallyAsync(Func<bool> isReached) => EventuallyAsync(() => Task.FromResult(isReached()), TimeSpan.FromMilliseconds(5), null);

    /// <summary>The same for what another program has to be asked.</summary>
    public static Task EventuallyAsync(Func<Task<bool>> isReached, string? what = null) => EventuallyAsync(isReached, TimeSpan.FromMilliseconds(200), what);

    private static async Task EventuallyAsync(Func<Task<bool>> isReached, TimeSpan pause, string? what)
    {
        using var limit = new CancellationTokenSource(Timeout, TimeProvider.System);
        using var timer = new PeriodicTimer(pause);
        while (!await isReached())
        {
            try
            {
                await timer.WaitForNextTickAsync(limit.Token);
            }
            catch (OperationCanceledException) when (what is not null)
            {
                throw new TimeoutException($"Not within {Timeout.TotalSeconds} s: {what}");
            }
        }
    }
}
