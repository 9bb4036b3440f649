namespace CompareIntel.Benchmarks.Upstream;

/// <summary>
/// Holds answers back until the runner lets all of them begin at once: pages that are open by then have cost what opening them costs, and what is
/// measured from then on is the text alone.
/// </summary>
internal sealed class StartGate
{
    private TaskCompletionSource<long>? _opened;

    public void Close() => Interlocked.CompareExchange(ref _opened, new(TaskCreationOptions.RunContinuationsAsynchronously), null);

    /// <summary>Lets all begin.</summary>
    public void Open(long now) => Interlocked.Exchange(ref _opened, null)?.TrySetResult(now);

    /// <summary>When the answer that was asked for then may begin: that time, or when the gate was opened.</summary>
    public Task<long> PassAsync(long requestedAt, CancellationToken cancellationToken) =>
        Volatile.Read(ref _opened) is { } opened ? opened.Task.WaitAsync(cancellationToken) : Task.FromResult(requestedAt);
}
