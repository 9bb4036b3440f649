using System.Threading.Channels;

namespace CompareIntel.Web.Components.Compare;

/// <summary>
/// Does work that can wait, for the whole server: one piece after another, on a thread of its own, with a rest after each. So it never takes one of the few
/// threads that text needs, nor more than its share of the processor, however much comes at once.
/// </summary>
internal sealed class PacedThread : IDisposable
{
    // A first piece may have something to load, such as a grammar, which is not what the next one will take.
    private static readonly TimeSpan s_longestRest = TimeSpan.FromSeconds(1);

    private readonly Channel<(Action Work, CancellationToken Token)> _queue = Channel.CreateUnbounded<(Action, CancellationToken)>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _stop = new();
    private readonly string _name;
    private readonly TimeSpan _firstRest;
    private readonly int _restFactor;
    private readonly TimeProvider _timeProvider;
    private int _hasThread;

    /// <param name="name">The thread's.</param>
    /// <param name="firstRest">So long nothing is done after work has come when there was none.</param>
    /// <param name="restFactor">After work has taken its time, nothing is done for this many times as long, but at most a second.</param>
    /// <param name="timeProvider">Measures the time that work takes, and rests.</param>
    public PacedThread(string name, TimeSpan firstRest, int restFactor, TimeProvider timeProvider)
    {
        _name = name;
        _firstRest = firstRest;
        _restFactor = restFactor;
        _timeProvider = timeProvider;
    }

    /// <summary>Has this done when its turn comes, unless nobody wants it any more by then. It must not throw.</summary>
    public void Enqueue(Action work, CancellationToken cancellationToken)
    {
        _queue.Writer.TryWrite((work, cancellationToken));
        if (Interlocked.Exchange(ref _hasThread, 1) == 0)
        {
            new Thread(Run) { IsBackground = true, Name = _name }.Start();
        }
    }

    public void Dispose()
    {
        _queue.Writer.TryComplete();
        _stop.Cancel();
    }

    private void Run()
    {
        while (WaitForWork())
        {
            Rest(_firstRest);
            while (!_stop.IsCancellationRequested && _queue.Reader.TryRead(out var next))
            {
                if (!next.Token.IsCancellationRequested)
                {
                    var start = _timeProvider.GetTimestamp();
                    next.Work();
                    var rest = _restFactor * _timeProvider.GetElapsedTime(start);
                    Rest(rest < s_longestRest ? rest : s_longestRest);
                }
            }
        }
    }

    private bool WaitForWork() => !_stop.IsCancellationRequested && _queue.Reader.WaitToReadAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();

    private void Rest(TimeSpan time) => Task.Delay(time, _timeProvider, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
}
