namespace CompareIntel.Benchmarks.Pages;

/// <summary>What one browser page has received and done so far. The times are the main thread's, in seconds.</summary>
internal readonly record struct BrowserCounters(
    long Messages,
    long PayloadBytes,
    double TaskSeconds,
    double ScriptSeconds,
    double LayoutSeconds,
    double StyleSeconds)
{
    public static BrowserCounters operator -(BrowserCounters left, BrowserCounters right) => new(
        left.Messages - right.Messages,
        left.PayloadBytes - right.PayloadBytes,
        left.TaskSeconds - right.TaskSeconds,
        left.ScriptSeconds - right.ScriptSeconds,
        left.LayoutSeconds - right.LayoutSeconds,
        left.StyleSeconds - right.StyleSeconds);

    public static BrowserCounters operator +(BrowserCounters left, BrowserCounters right) => new(
        left.Messages + right.Messages,
        left.PayloadBytes + right.PayloadBytes,
        left.TaskSeconds + right.TaskSeconds,
        left.ScriptSeconds + right.ScriptSeconds,
        left.LayoutSeconds + right.LayoutSeconds,
        left.StyleSeconds + right.StyleSeconds);
}
