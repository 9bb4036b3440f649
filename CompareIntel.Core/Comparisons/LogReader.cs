using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;

namespace CompareIntel.Core.Comparisons;

/// <summary>
/// A cursor into a <see cref="ComparisonLog"/>, used by one consumer at a time. Waiting for the next event allocates nothing and never polls.
/// </summary>
public sealed class LogReader : IValueTaskSource<bool>, IDisposable
{
    private const int Idle = 0;
    private const int Armed = 1;

    private readonly ComparisonLog _log;
    private ManualResetValueTaskSourceCore<bool> _source = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _cancellation;
    private int _state;
    private int _nudged;
    private bool _disposed;

    internal LogReader(ComparisonLog log, long position)
    {
        _log = log;
        Position = position;
    }

    /// <summary>Sequence number of the last event read.</summary>
    public long Position { get; private set; }

    /// <summary>Gives the next event if it is there.</summary>
    public bool TryRead([NotNullWhen(true)] out ComparisonEvent? item)
    {
        item = _log.TryGet(Position + 1);
        if (item is null)
        {
            return false;
        }

        Position++;
        return true;
    }

    /// <summary>Gives everything that is there to <paramref name="fold"/>.</summary>
    public void ReadInto(ILogFold fold)
    {
        while (_log.TryReadInto(fold, Position + 1))
        {
            Position++;
        }
    }

    /// <summary>
    /// True as soon as an event can be read, or when <see cref="Nudge"/> was called; false when the log has ended and all of it was read.
    /// </summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        if (IsReady(out var more))
        {
            return ValueTask.FromResult(more);
        }

        _source.Reset();
        var version = _source.Version;
        // Armed first, looked again second: an event that is published in between either is seen here or sees the reader armed.
        Interlocked.Exchange(ref _state, Armed);
        if (IsReady(out more) && Interlocked.CompareExchange(ref _state, Idle, Armed) == Armed)
        {
            return ValueTask.FromResult(more);
        }

        if (cancellationToken.CanBeCanceled)
        {
            _cancellation = cancellationToken.UnsafeRegister(static (state, _) => ((LogReader)state!).Wake(), this);
        }

        return AwaitAsync(version, cancellationToken);
    }

    /// <summary>
    /// Makes the wait that is running, or the next one, return true although nothing may be there to read. For an owner that has something
    /// else to do, such as a keep-alive. May be called from any thread.
    /// </summary>
    public void Nudge()
    {
        Interlocked.Exchange(ref _nudged, 1);
        Wake();
    }

    /// <summary>Leaves the log. Nothing else changes.</summary>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _cancellation.Dispose();
            _log.Remove(this);
        }
    }

    bool IValueTaskSource<bool>.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    /// <summary>Ends the wait that is running, if one is. Called by whoever appends.</summary>
    internal void Wake()
    {
        if (Volatile.Read(ref _state) == Armed && Interlocked.CompareExchange(ref _state, Idle, Armed) == Armed)
        {
            _source.SetResult(true);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> AwaitAsync(short version, CancellationToken cancellationToken)
    {
        await new ValueTask<bool>(this, version).ConfigureAwait(false);
        await _cancellation.DisposeAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return !IsExhausted;
    }

    private bool IsExhausted => _log.EndSequence is > 0 and var end && Position >= end;

    private bool IsReady(out bool more)
    {
        more = !IsExhausted;
        return !more || _log.Has(Position + 1) || Interlocked.Exchange(ref _nudged, 0) == 1;
    }
}
