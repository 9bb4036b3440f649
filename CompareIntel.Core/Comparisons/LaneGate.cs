namespace CompareIntel.Core.Comparisons;

/// <summary>Lets so many lanes of one provider run at once and queues the rest, first come first served, telling each its place.</summary>
internal sealed class LaneGate(int capacity)
{
    private readonly Lock _lock = new();
    private readonly List<Waiter> _queue = [];
    private int _running;

    /// <summary>Lanes that wait now.</summary>
    public int QueueLength
    {
        get
        {
            lock (_lock)
            {
                return _queue.Count;
            }
        }
    }

    /// <summary>
    /// Completes when the lane may run; call <see cref="Leave"/> afterwards. <paramref name="positionChanged"/> is called with 1 for the next to go, at
    /// once when the lane has to wait and again whenever it moves up; it must return quickly.
    /// </summary>
    /// <exception cref="OperationCanceledException">The lane was cancelled while it waited; it has left the queue.</exception>
    public async ValueTask EnterAsync(Action<int> positionChanged, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Waiter waiter;
        lock (_lock)
        {
            if (_running < capacity)
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

    private void TellPositions(int from)
    {
        for (var i = from; i < _queue.Count; i++)
        {
            _queue[i].PositionChanged(i + 1);
        }
    }

    private sealed record Waiter(Action<int> PositionChanged)
    {
        public TaskCompletionSource Admitted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
