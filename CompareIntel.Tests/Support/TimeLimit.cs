namespace CompareIntel.Tests.Support;

/// <summary>One limit for every wait of a test: long enough for a busy machine, and what hangs still fails.</summary>
internal static class TimeLimit
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    public static Task WithinLimit(this Task task) => task.WaitAsync(s_limit);

    public static Task<T> WithinLimit<T>(this Task<T> task) => task.WaitAsync(s_limit);
}
