namespace CompareIntel.Tests.Support;

/// <summary>The one limit that bounds every wait of the tests: a test that waits for ever fails instead.</summary>
internal static class AsyncAssert
{
    /// <summary>Far above what any step takes, so that a busy machine fails no test.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    public static Task WithinTimeout(this Task task) => task.WaitAsync(Timeout);

    public static Task<T> WithinTimeout<T>(this Task<T> task) => task.WaitAsync(Timeout);
}
