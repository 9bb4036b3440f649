using System.Collections.Concurrent;
using System.Threading.Channels;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Diagnostics;
using CompareIntel.Core.Markdown;
using CompareIntel.Core.Providers;

namespace CompareIntel.Web.Components.Compare;

/// <summary>
/// One circuit's view of one comparison. A single loop reads the comparison's log and those of its retries, folds them into immutable snapshots and
/// calls <see cref="FrameReady"/> once per tick: at once for the first change, then about 20 times a second with few lanes and 9 with many, less often on a
/// server that can't keep up with the providers, and always for the last. A comparison that has ended is read in one go.
/// </summary>
/// <remarks>Leaving a comparison, or ending the session, changes nothing about the run.</remarks>
public sealed partial class ComparisonSession : IAsyncDisposable
{
    private const int FewLanes = 4;

    // Above this, formatting what has not settled costs enough to be done half as often.
    private const int LongOpenText = 8_000;

    private static readonly TimeSpan s_intervalForFew = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_intervalForMany = TimeSpan.FromMilliseconds(115);

    private readonly TimeProvider _timeProvider;
    private readonly CodeColours _colours;
    private readonly LastPasses _lastPasses;
    private readonly ReadingTurns _reading;
    private readonly ILogger<ComparisonSession> _logger;
    private Following? _following;
    private Task _loop = Task.CompletedTask;
    private Func<ComparisonView, CancellationToken, Task>? _frameReady;

    /// <summary>Without <paramref name="timings"/> nothing is measured.</summary>
    public ComparisonSession(TimeProvider timeProvider, CodeColours colours, LastPasses lastPasses, ReadingTurns reading, ILogger<ComparisonSession> logger, WatchTimings? timings = null)
    {
        KeepTiming = timings is null ? null : timings.Keep;
        _timeProvider = timeProvider;
        _colours = colours;
        _lastPasses = lastPasses;
        _reading = reading;
        _logger = logger;
    }

    /// <summary>
    /// Part of the first interval after a pause that the session waits, above 0 and at most 1. By chance: pages that begin in the same moment would
    /// otherwise all want their frames in the same moment, ten times a second, and get them one after another.
    /// </summary>
    public double FirstInterval { get; init; } = 1 - Random.Shared.NextDouble();

    /// <summary>The newest frame; null until the first one of the comparison that is followed.</summary>
    public ComparisonView? Current => _following?.Current;

    /// <summary>Measures how the page gets the frames; null when nobody wants to know.</summary>
    internal FrameTimer? Timer => _following?.Timer;

    /// <summary>Takes what was measured of a comparison or a retry; null when nothing is to be measured.</summary>
    internal Action<string, WatchTiming>? KeepTiming { get; init; }

    /// <summary>The comparison that is followed; null when there is none.</summary>
    public string? Id => _following?.Id;

    /// <summary>
    /// Called from the loop for every frame. The next one is not made before the task that it returns has ended; the token says that the comparison
    /// has been left. It may still be called for a comparison that is just being left.
    /// </summary>
    public Func<ComparisonView, CancellationToken, Task>? FrameReady
    {
        get => _frameReady;

        // A full fence: who sets this and then reads Current must not miss a frame that the loop stores before it reads this.
        set => Interlocked.Exchange(ref _frameReady, value);
    }

    /// <summary>Called when the loop ends by a fault.</summary>
    public Func<Exception, Task>? Faulted { get; set; }

    /// <summary>
    /// Leaves the comparison that was followed, if any, and follows this one from its beginning, with its retries, those to come included.
    /// <see cref="Id"/> and <see cref="Current"/> have changed when this returns; the task ends when the comparison that was followed has been left.
    /// </summary>
    /// <param name="comparison">The comparison.</param>
    /// <param name="raw">Cards whose answers are shown as they were written from the first frame on; see <see cref="ShowRaw"/>.</param>
    /// <param name="isTimed">Whether it is kept how the page gets it.</param>
    public Task FollowAsync(LiveComparison comparison, IReadOnlySet<int>? raw = null, bool isTimed = false) => SwitchAsync(new Following(comparison.Id, comparison.Log, comparison)
    {
        Raw = raw ?? new HashSet<int>(),
        Timer = isTimed && KeepTiming is { } keep ? new FrameTimer(keep) : null,
    });

    /// <summary>Like <see cref="FollowAsync(LiveComparison, IReadOnlySet{int}, bool)"/>, for a log alone.</summary>
    public Task FollowAsync(string id, ComparisonLog log) => SwitchAsync(new Following(id, log, null));

    /// <summary>Follows nothing any more. No frame comes after the task has ended.</summary>
    public Task LeaveAsync() => SwitchAsync(null);

    /// <summary>The frame that <see cref="FrameReady"/> was called for has been rendered and is on its way. Call it before the task ends.</summary>
    public void FrameSent()
    {
        // Noted for what is followed now, even if the frame is of what was left: that begins its own frames after this, and each of them notes its beginning.
        if (_following is { } following)
        {
            following.SentAt = _timeProvider.GetTimestamp();
        }
    }

    /// <summary>Shows these cards' answers as they were written, and all others formatted. The change comes with the next frame.</summary>
    public void ShowRaw(IReadOnlySet<int> cards)
    {
        if (_following is { } following)
        {
            following.Raw = cards;
            following.Wake();
        }
    }

    public async ValueTask DisposeAsync()
    {
        FrameReady = null;
        await LeaveAsync();
    }

    // What is followed changes before the first await, and a loop begins when the one before it has ended. So switches that overlap can't mix: the
    // latest one holds, and no loop is without an owner that cancels it.
    private async Task SwitchAsync(Following? next)
    {
        var left = _following;
        var loopBefore = _loop;
        _following = next;
        if (next is not null)
        {
            // A replay that is put back is another log of the same comparison, on the same cards.
            if (left?.Id == next.Id)
            {
                next.Raw = left.Raw;
            }

            var token = next.Cancellation.Token;
            _loop = Task.Run(() => RunAfterAsync(loopBefore, next, token), CancellationToken.None);
        }

        if (left is not null)
        {
            await left.Cancellation.CancelAsync();
        }

        await loopBefore;
        left?.Cancellation.Dispose();
    }

    private async Task RunAfterAsync(Task loopBefore, Following following, CancellationToken cancellationToken)
    {
        // Its faults are told to who left it.
        await loopBefore.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!cancellationToken.IsCancellationRequested)
        {
            await RunAsync(following, cancellationToken);
        }
    }

    private async Task RunAsync(Following following, CancellationToken cancellationToken)
    {
        try
        {
            following.Begin();
            await FoldAsync(following, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Left.
        }
        catch (Exception exception) when (Faulted is not null)
        {
            await Faulted(exception);
        }
        finally
        {
            following.End();
        }
    }

    private async Task FoldAsync(Following following, CancellationToken cancellationToken)
    {
        // An estimate that was held back comes a while later even when the model has gone silent.
        await using var estimates = _timeProvider.CreateTimer(static state => ((Following)state!).Wake(), following, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var lastStart = _timeProvider.GetTimestamp();
        var delay = new FrameDelay();
        var begunLate = TimeSpan.Zero;
        var throttle = new FrameThrottle();
        while (true)
        {
            await following.WaitAsync(cancellationToken);
            following.Drain();
            if (following.Runs[0].Lanes.Count == 0)
            {
                continue;
            }

            var frameStart = _timeProvider.GetTimestamp();
            var view = following.ToView();
            LogFaults(following);
            following.Show(view);
            following.Timer?.Begin(following.Runs);
            following.SentAt = frameStart;
            if (FrameReady is { } frameReady)
            {
                await frameReady(view, cancellationToken);
            }

            delay.Add(begunLate, _timeProvider.GetElapsedTime(frameStart, following.SentAt));
            begunLate = TimeSpan.Zero;
            Improve(following, cancellationToken);
            if (following.Lanes.Any(static lane => lane.IsEstimateDue))
            {
                estimates.Change(LaneFold.EstimateInterval, Timeout.InfiniteTimeSpan);
            }

            throttle.Add(_reading.Lag);
            var usual = IntervalOf(following, view);
            var interval = throttle.Of(usual);
            var isThrottled = interval > usual;
            if (_timeProvider.GetElapsedTime(lastStart, frameStart) > 2 * interval)
            {
                interval *= FirstInterval;
            }

            lastStart = frameStart;
            // Earlier, because it will be late, is for a server that has time.
            interval -= isThrottled ? TimeSpan.Zero : delay.Expected(interval);
            var left = interval - _timeProvider.GetElapsedTime(frameStart);
            if (left > TimeSpan.Zero && view.IsAnyRunning)
            {
                await Task.Delay(left, _timeProvider, cancellationToken);
                begunLate = _timeProvider.GetElapsedTime(frameStart) - interval;
            }
        }
    }

    private static TimeSpan IntervalOf(Following following, ComparisonView view)
    {
        var live = view.Cards.Concat(view.Retries.SelectMany(static retry => retry.Cards)).Count(static card => !card.Status.State.IsTerminal());
        var interval = live <= FewLanes ? s_intervalForFew : s_intervalForMany;
        return following.Lanes.Any(static lane => lane.OpenLength > LongOpenText) ? interval * 2 : interval;
    }

    private void LogFaults(Following following)
    {
        foreach (var lane in following.Lanes)
        {
            if (lane.TakeFault() is { } fault)
            {
                LogNotFormatted(fault, lane.Take.ComparisonId, lane.Take.OwnLane);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Comparison {ComparisonId} lane {Lane} is shown as it was written: its text could not be formatted")]
    private partial void LogNotFormatted(Exception exception, string comparisonId, int lane);

    /// <summary>
    /// Hands out what can come later, when the frame with the words has been shown: the colours of code that has settled, and the last passes over texts that
    /// have ended. What they find comes with a later frame.
    /// </summary>
    private void Improve(Following following, CancellationToken cancellationToken)
    {
        foreach (var lane in following.Lanes)
        {
            foreach (var text in lane.Texts)
            {
                foreach (var code in text.TakeSettledCode())
                {
                    Colour(following, lane, text, code, cancellationToken);
                }

                if (text.TakeLastPass() is { } pass)
                {
                    Complete(following, lane, text, pass, cancellationToken);
                }
            }
        }
    }

    // What these capture is made when there is something to do, and not for every text of every frame.
    private void Colour(Following following, LaneFold lane, AnswerText text, SettledCode code, CancellationToken cancellationToken) =>
        _colours.Enqueue(code, tokens => following.Post(lane, () => text.SetTokens(code, tokens)), cancellationToken);

    private void Complete(Following following, LaneFold lane, AnswerText text, LastPass pass, CancellationToken cancellationToken) =>
        _lastPasses.Enqueue(pass, fault => following.Post(lane, () => text.Complete(pass, fault)), cancellationToken);

    /// <summary>One comparison while it is followed. Its frame is its own: a loop that has been left can't overwrite the next one's.</summary>
    private sealed class Following(string id, ComparisonLog log, LiveComparison? comparison)
    {
        private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        private readonly ConcurrentQueue<(LaneFold Lane, Action Change)> _posted = new();
        private IReadOnlySet<int> _shownRaw = new HashSet<int>();
        private Task<bool>? _signalled;
        private ComparisonView? _current;

        public string Id { get; } = id;

        public CancellationTokenSource Cancellation { get; } = new();

        public FrameTimer? Timer { get; init; }

        /// <summary>When the newest frame was sent.</summary>
        public long SentAt { get; set; }

        public ComparisonView? Current => Volatile.Read(ref _current);

        /// <summary>The comparison itself, then its retries.</summary>
        public List<FollowedRun> Runs { get; } = [];

        public IEnumerable<LaneFold> Lanes => Runs.SelectMany(static run => run.Lanes);

        /// <summary>Cards whose answers are shown as they were written. Set from outside of the loop.</summary>
        public IReadOnlySet<int> Raw { get; set; } = new HashSet<int>();

        public void Show(ComparisonView view) => Interlocked.Exchange(ref _current, view);

        /// <summary>Makes the loop look again. May be called from any thread.</summary>
        public void Wake() => _signal.Writer.TryWrite(true);

        /// <summary>Has the loop change something of a lane before its next frame. May be called from any thread.</summary>
        public void Post(LaneFold lane, Action change)
        {
            _posted.Enqueue((lane, change));
            Wake();
        }

        public void Begin()
        {
            Runs.Add(new FollowedRun(Id, log, static lane => lane));
            if (comparison is not null)
            {
                comparison.Retried += Wake;
            }
        }

        public void End()
        {
            Timer?.TellRest();
            if (comparison is not null)
            {
                comparison.Retried -= Wake;
            }

            Runs.ForEach(static run => run.Dispose());
        }

        /// <summary>Ends when an event can be read, a log has ended, or somebody called <see cref="Wake"/>.</summary>
        public async Task WaitAsync(CancellationToken cancellationToken)
        {
            TakeRetries();
            _signalled ??= _signal.Reader.ReadAsync(cancellationToken).AsTask();
            await await Task.WhenAny([_signalled, .. Runs.Where(static run => !run.HasEnded).Select(run => run.WaitAsync(cancellationToken))]);
            if (_signalled.IsCompleted)
            {
                _signalled = null;
            }
        }

        public void Drain()
        {
            TakeRetries();
            foreach (var run in Runs)
            {
                run.Drain();
            }

            while (_posted.TryDequeue(out var posted))
            {
                posted.Change();
                posted.Lane.Touch();
            }

            var raw = Raw;
            if (!ReferenceEquals(raw, _shownRaw) || raw.Count > 0)
            {
                _shownRaw = raw;
                foreach (var lane in Lanes)
                {
                    lane.ShowRaw(raw.Contains(lane.Take.Lane));
                }
            }
        }

        public ComparisonView ToView()
        {
            var first = Runs[0];
            return new ComparisonView
            {
                Id = Id,
                Cards = first.ToSnapshots(),
                State = first.Progress.State,
                Elapsed = first.Elapsed,
                StartSpread = first.Progress.StartSpread,
                Summary = first.Progress.Summary,
                Retries = Runs.Count == 1 ? [] : [.. Runs.Skip(1).Select(static run => new RetryView(run.Id, run.ToSnapshots(), run.Progress.State, run.Elapsed))],
            };
        }

        private void TakeRetries()
        {
            if (comparison is { Retries: var retries } && retries.Count > Runs.Count - 1)
            {
                foreach (var retry in retries.Skip(Runs.Count - 1).ToArray())
                {
                    Runs.Add(new FollowedRun(retry.Comparison.Id, retry.Comparison.Log, lane => retry.Lanes[lane]));
                }
            }
        }
    }
}
