using System.Runtime.CompilerServices;

namespace CompareIntel.Core.Providers;

/// <summary>One response's place in the <see cref="ReadingTurns"/>. Await it when bytes have arrived; one waits at a time. Awaiting makes nothing.</summary>
internal sealed class ReadingTurn : ICriticalNotifyCompletion, IThreadPoolWorkItem, IDisposable
{
    private readonly ReadingTurns.Queue _queue;
    private readonly TimeProvider _timeProvider;
    private readonly CancellationToken _cancellationToken;
    private readonly CancellationTokenRegistration _registration;
    private Action? _continuation;

    public ReadingTurn(ReadingTurns.Queue queue, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        _queue = queue;
        _timeProvider = timeProvider;
        _cancellationToken = cancellationToken;
        _registration = cancellationToken.UnsafeRegister(static turn => ((ReadingTurn)turn!).BeginElsewhere(), this);
    }

    /// <summary>Always false: who awaits it has been called by whoever told that bytes have arrived.</summary>
    public bool IsCompleted => false;

    /// <summary>When the wait began, in ticks of the clock's time stamps.</summary>
    public long WaitsSince { get; private set; }

    public ReadingTurn GetAwaiter() => this;

    public void GetResult()
    {
    }

    public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

    public void UnsafeOnCompleted(Action continuation)
    {
        WaitsSince = _timeProvider.GetTimestamp();
        Interlocked.Exchange(ref _continuation, continuation);

        // Stored first, looked at second: a token that is cancelled in between is either seen here or finds what waits.
        if (_cancellationToken.IsCancellationRequested)
        {
            BeginElsewhere();
        }
        else
        {
            _queue.Add(this);
        }
    }

    /// <summary>Goes on with who waits, on this thread; nothing when it has gone on already.</summary>
    public void Begin() => Interlocked.Exchange(ref _continuation, null)?.Invoke();

    public void Dispose() => _registration.Dispose();

    void IThreadPoolWorkItem.Execute() => Begin();

    // Who cancels is not to be kept from its own work.
    private void BeginElsewhere() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
}
