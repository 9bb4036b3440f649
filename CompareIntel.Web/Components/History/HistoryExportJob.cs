namespace CompareIntel.Web.Components.History;

/// <summary>A file of many comparisons on its way. Told from any thread how far it is.</summary>
internal sealed class HistoryExportJob(int total, TimeProvider timeProvider, Action changed) : IProgress<int>, IDisposable
{
    // As often as a reader sees a bar move.
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _cancellation = new();
    private long _told;
    private int _done;

    /// <summary>Comparisons that go in.</summary>
    public int Total => total;

    /// <summary>Comparisons that are in.</summary>
    public int Done => Volatile.Read(ref _done);

    /// <summary>What fetches the file; null until it is whole.</summary>
    public string? Token { get; set; }

    /// <summary>Cancelled when the file is not wanted any more.</summary>
    public CancellationToken Cancelled => _cancellation.Token;

    public void Report(int value)
    {
        Volatile.Write(ref _done, value);
        var now = timeProvider.GetTimestamp();
        if (timeProvider.GetElapsedTime(_told, now) >= s_pause)
        {
            _told = now;
            changed();
        }
    }

    public void Cancel() => _cancellation.Cancel();

    public void Dispose() => _cancellation.Dispose();
}
