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
    public static async Task EventuallyAsync(Func<bool> isReached)
    {
        using var limit = new CancellationTokenSource(Timeout, TimeProvider.System);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!isReached())
        {
            await timer.WaitForNextTickAsync(limit.Token);
        }
    }
}
