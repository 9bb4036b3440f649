using System.Runtime.CompilerServices;

namespace CompareIntel.Core.Comparisons;

/// <summary>
/// One comparison's append-only event log. Any number of lanes append to it at once and any number of readers follow it from any offset;
/// none of them waits for another, and every reader gets every event exactly once and in the same order.
/// </summary>
/// <remarks>
/// Appending takes no lock, no task and no timer: it claims a slot, fills it and wakes those readers that wait. A reader that is behind
/// takes everything there is in one go, so a slow one costs the lanes nothing.
/// </remarks>
public sealed class ComparisonLog
{
    private readonly EventStore _events = new();
    private readonly TimeProvider _timeProvider;
    private readonly long _startTimestamp;
    private readonly Lock _readersLock = new();
    private LogReader[] _readers = [];
    private long _endSequence;
    private TimeSpan? _duration;

    /// <summary>Starts an empty log; its time zero is now.</summary>
    public ComparisonLog(TimeProvider timeProvider)
        : this(timeProvider, timeProvider?.GetTimestamp() ?? throw new ArgumentNullException(nameof(timeProvider)))
    {
    }

    /// <summary>Starts an empty log whose time zero is this timestamp of the clock.</summary>
    internal ComparisonLog(TimeProvider timeProvider, long startTimestamp)
    {
        _timeProvider = timeProvider;
        _startTimestamp = startTimestamp;
    }

    /// <summary>A log that ended before, with the numbers and times that its events have.</summary>
    /// <param name="events">All of them in order, from 1 to the <see cref="ComparisonEnded"/>.</param>
    /// <exception cref="InvalidDataException">One is missing, or the end is.</exception>
    internal static ComparisonLog Restore(IEnumerable<ComparisonEvent> events)
    {
        var log = new ComparisonLog(TimeProvider.System);
        foreach (var item in events)
        {
            var index = log._events.Claim();
            if (item.Sequence != index + 1L || log.IsEnded)
            {
                throw new InvalidDataException($"Event {index + 1} is missing; event {item.Sequence} is in its place.");
            }

            log._events.Publish(index, item);
            log._duration = item.Elapsed;
            log._endSequence = item is ComparisonEnded ? item.Sequence : 0;
        }

        return log.IsEnded ? log : throw new InvalidDataException("The end is missing.");
    }

    /// <summary>Monotonic time since the log was started; of a stored one the time of its end.</summary>
    public TimeSpan Elapsed => _duration ?? _timeProvider.GetElapsedTime(_startTimestamp);

    /// <summary>Whether <see cref="ComparisonEnded"/> has been appended.</summary>
    public bool IsEnded => Volatile.Read(ref _endSequence) > 0;

    /// <summary>Sequence number of <see cref="ComparisonEnded"/>, which is the number of events; 0 while the comparison runs.</summary>
    public long EndSequence => Volatile.Read(ref _endSequence);

    /// <summary>Readers that follow this log now.</summary>
    public int ReaderCount => Volatile.Read(ref _readers).Length;

    /// <summary>
    /// Gives <paramref name="item"/> its sequence number and time and makes it visible to every reader. An event is appended once.
    /// </summary>
    internal void Append(ComparisonEvent item) => Append(item, null);

    private void Append(ComparisonEvent item, TimeSpan? recordedAt)
    {
        var index = _events.Claim();
        item.Elapsed = recordedAt ?? Elapsed;
        item.Sequence = index + 1L;
        _events.Publish(index, item);
        if (item is ComparisonEnded)
        {
            // The lanes have all ended before this is called, so nothing can come after it.
            Interlocked.Exchange(ref _endSequence, item.Sequence);
        }

        WakeReaders();
    }

    /// <summary>Like <see cref="Append(ComparisonEvent)"/>, without an object for the event. Gives the time that it got.</summary>
    internal TimeSpan Append(in LaneDelta delta)
    {
        var index = _events.Claim();
        var elapsed = Elapsed;
        _events.Publish(index, delta with { Elapsed = elapsed });
        WakeReaders();
        return elapsed;
    }

    private void WakeReaders()
    {
        foreach (var reader in Volatile.Read(ref _readers))
        {
            reader.Wake();
        }
    }

    /// <summary>Like <see cref="Append(ComparisonEvent)"/>, but the event keeps the time that it was recorded with.</summary>
    internal void AppendRecorded(ComparisonEvent item) => Append(item, item.Elapsed);

    /// <summary>A cursor that starts behind the event with sequence number <paramref name="after"/>; 0 is the beginning. Dispose it.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="after"/> is negative.</exception>
    public LogReader OpenReader(long after = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        var reader = new LogReader(this, after);
        lock (_readersLock)
        {
            Volatile.Write(ref _readers, [.. _readers, reader]);
        }

        return reader;
    }

    /// <summary>The merged stream behind <paramref name="after"/>, live until the comparison has ended.</summary>
    public async IAsyncEnumerable<ComparisonEvent> ReadAsync(
        long after = 0,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var reader = OpenReader(after);
        while (await reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            while (reader.TryRead(out var item))
            {
                yield return item;
            }
        }
    }

    /// <summary>One lane's events behind <paramref name="after"/>, live until its terminal event, which is the last one given.</summary>
    public async IAsyncEnumerable<LaneEvent> ReadLaneAsync(
        int lane,
        long after = 0,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var item in ReadAsync(after, cancellationToken).ConfigureAwait(false))
        {
            if (item is not LaneEvent laneEvent || laneEvent.Lane != lane)
            {
                continue;
            }

            yield return laneEvent;
            if (laneEvent is LaneEnded)
            {
                yield break;
            }
        }
    }

    /// <summary>All that is there now, without waiting for more.</summary>
    public IEnumerable<ComparisonEvent> Snapshot()
    {
        for (var sequence = 1L; TryGet(sequence) is { } item; sequence++)
        {
            yield return item;
        }
    }

    /// <summary>Gives all that is there behind <paramref name="after"/> to <paramref name="fold"/>.</summary>
    internal void ReadInto(ILogFold fold, long after = 0)
    {
        while (TryReadInto(fold, ++after))
        {
            // The next one.
        }
    }

    /// <summary>Gives the event with this sequence number to <paramref name="fold"/>; false when it has not been appended.</summary>
    internal bool TryReadInto(ILogFold fold, long sequence)
    {
        if (!TryGet(sequence, out var delta, out var item))
        {
            return false;
        }

        if (item is null)
        {
            fold.Apply(delta);
        }
        else
        {
            fold.Apply(item);
        }

        return true;
    }

    /// <summary>Bytes of memory that the log takes, about.</summary>
    internal long ApproximateBytes => _events.ApproximateBytes;

    /// <summary>Whether the event with this sequence number has been appended.</summary>
    internal bool Has(long sequence) => sequence is > 0 and <= int.MaxValue && _events.IsPublished((int)(sequence - 1));

    /// <summary>The event with this sequence number, or null when it has not been appended.</summary>
    internal ComparisonEvent? TryGet(long sequence) => !TryGet(sequence, out var delta, out var item) ? null : item ?? delta.ToEvent();

    private bool TryGet(long sequence, out LaneDelta delta, out ComparisonEvent? item)
    {
        delta = default;
        item = null;
        return sequence is > 0 and <= int.MaxValue && _events.TryGet((int)(sequence - 1), out delta, out item);
    }

    internal void Remove(LogReader reader)
    {
        lock (_readersLock)
        {
            Volatile.Write(ref _readers, [.. _readers.Where(other => other != reader)]);
        }
    }
}
