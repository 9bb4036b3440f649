using System.Collections.Concurrent;

namespace CompareIntel.Core.Providers;

/// <summary>
/// Turns at the processor for what providers send. The runtime goes on with who waits for a socket on the threads that tell all sockets' news; were answers
/// worked on there, then on a server that can't keep up the news of every socket, a click's among them, would wait behind seconds of deltas. Here answers wait
/// by themselves: a few ordinary work items work them off in slices, and whatever else there is to do comes between.
/// </summary>
/// <remarks>In order of arrival per queue, of which there is one for each processor. What is done in a turn must not block.</remarks>
public sealed class ReadingTurns(TimeProvider timeProvider)
{
    // Long enough that reading has the larger part of the processor beside frames, short enough that a click's way through the pool is not felt.
    private static readonly TimeSpan s_slice = TimeSpan.FromMilliseconds(5);

    private readonly Queue[] _queues = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Queue(timeProvider))];
    private uint _next;

    /// <summary>How long bytes that had arrived waited for the turn that was given last, in the queue that is farthest behind; zero when all have had theirs.</summary>
    public TimeSpan Lag => timeProvider.GetElapsedTime(0, _queues.Max(static queue => queue.Lag));

    /// <summary>A place for one response. Dispose it.</summary>
    /// <param name="cancellationToken">When it is cancelled nothing of this response waits any more, so that it ends at once.</param>
    internal ReadingTurn Join(CancellationToken cancellationToken) =>
        new(_queues[Interlocked.Increment(ref _next) % (uint)_queues.Length], timeProvider, cancellationToken);

    /// <summary>Who waits, in order. At most one thread works it off at a time.</summary>
    internal sealed class Queue(TimeProvider timeProvider) : IThreadPoolWorkItem
    {
        private readonly ConcurrentQueue<ReadingTurn> _waiting = new();
        private long _lag;
        private int _isScheduled;

        /// <summary>How long the one waited whose turn came last, in ticks of the clock's time stamps; 0 when nobody waits.</summary>
        public long Lag => Volatile.Read(ref _lag);

        public void Add(ReadingTurn turn)
        {
            _waiting.Enqueue(turn);
            if (Interlocked.Exchange(ref _isScheduled, 1) == 0)
            {
                Schedule();
            }
        }

        void IThreadPoolWorkItem.Execute()
        {
            var start = timeProvider.GetTimestamp();
            var now = start;
            do
            {
                while (_waiting.TryDequeue(out var turn))
                {
                    Volatile.Write(ref _lag, Math.Max(0, now - turn.WaitsSince));
                    turn.Begin();
                    now = timeProvider.GetTimestamp();
                    if (timeProvider.GetElapsedTime(start, now) >= s_slice)
                    {
                        Schedule();
                        return;
                    }
                }

                Volatile.Write(ref _lag, 0);
                Interlocked.Exchange(ref _isScheduled, 0);
            }
            while (!_waiting.IsEmpty && Interlocked.Exchange(ref _isScheduled, 1) == 0);
        }

        // Behind all that waits in the pool, not before it as what a thread gives itself to do would be.
        private void Schedule() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }
}
