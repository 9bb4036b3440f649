namespace CompareIntel.Core.Comparisons;

/// <summary>Lets so many lanes of one provider run at once, or any number, and queues the rest, first come first served, telling each its place.</summary>
internal sealed class LaneGate(int? capacity)
{
    /// <summary>So many at the head of the queue are told of every step; the ones behind only where their place has halved.</summary>
    private const int NearPositions = 8;

    private readonly Lock _lock = new();
    private readonly List<Waiter> _queue = [];
    private int _running;

    /// <summary>
    /// Completes when the lane may run; call <see cref="Leave"/> afterwards. <paramref name="positionChanged"/> is called with 1 for the next to go, at
    /// once when the lane has to wait, and again at each step within the first eight places and at 16, 32, 64 ...; it must return quickly.
    /// </summary>
    /// <exception cref="OperationCanceledException">The lane was cancelled while it waited; it has left the queue.</exception>
    public async ValueTask EnterAsync(Action<int> positionChanged, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Waiter waiter;
        lock (_lock)
        {
            if (capacity is null || _running < capacity)
            {
                _running++;
                return;
            }

            waiter = new Waiter(positionChanged);
            _queue.Add(waiter);
            positionChanged(_queue.Count);
        }

        try
        {
            await waiter.Admitted.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            if (!TryWithdraw(waiter))
            {
                // Admitted and cancelled at the same moment: hand the place on.
                Leave();
            }

            throw;
        }
    }

    /// <summary>Gives the place back; the first in the queue takes it.</summary>
    public void Leave()
    {
        Waiter? next = null;
        lock (_lock)
        {
            if (_queue.Count == 0)
            {
                _running--;
            }
            else
            {
                next = _queue[0];
                _queue.RemoveAt(0);
                TellPositions(0);
            }
        }

        next?.Admitted.SetResult();
    }

    public GateLoad LoadOf(string provider)
    {
        lock (_lock)
        {
            return new GateLoad(provider, capacity, _running, _queue.Count);
        }
    }

    private bool TryWithdraw(Waiter waiter)
    {
        lock (_lock)
        {
            var index = _queue.IndexOf(waiter);
            if (index < 0)
            {
                return false;
            }

            _queue.RemoveAt(index);
            TellPositions(index);
            return true;
        }
    }

    /// <summary>Telling every lane at every step would make events with the square of the queue's length, and hold up the lane that leaves.</summary>
    private void TellPositions(int from)
    {
        for (var position = 1; position <= _queue.Count; position = position < NearPositions ? position + 1 : position * 2)
        {
            if (position > from)
            {
                _queue[position - 1].PositionChanged(position);
            }
        }
    }

    private sealed record Waiter(Action<int> PositionChanged)
    {
        public TaskCompletionSource Admitted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
