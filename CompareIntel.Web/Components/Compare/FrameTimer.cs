using CompareIntel.Core.Diagnostics;

namespace CompareIntel.Web.Components.Compare;

/// <summary>
/// Measures how one page gets the words of a comparison and of its retries: from the log to the batch that is sent, and from there to the browser's
/// confirmation. Used by the session's loop and, while that waits for it, by the page. It makes nothing per frame or delta.
/// </summary>
/// <param name="keep">Takes what was measured of a comparison or a retry.</param>
internal sealed class FrameTimer(Action<string, WatchTiming> keep)
{
    private readonly List<RunTimer> _runs = [];

    /// <summary>Whether a run has ended of which nothing was told yet.</summary>
    public bool HasNews => _runs.Exists(static run => run.IsDue);

    /// <summary>A frame is about to be shown with all that is new in these.</summary>
    public void Begin(List<FollowedRun> runs)
    {
        while (_runs.Count < runs.Count)
        {
            _runs.Add(new RunTimer(runs[_runs.Count]));
        }

        _runs.ForEach(static run => run.Begin());
    }

    /// <summary>The frame's batch was made and sent.</summary>
    public void Sent() => _runs.ForEach(static run => run.Sent());

    /// <summary>The browser has confirmed it.</summary>
    public void Confirmed() => _runs.ForEach(static run => run.Confirmed());

    /// <summary>The browser took too long to be waited for.</summary>
    public void Late() => _runs.ForEach(static run => run.Late());

    /// <summary>Tells what was measured of runs that have ended, each once.</summary>
    /// <param name="paint">What the browser tells; null for nothing.</param>
    public void Tell(PaintReport? paint)
    {
        foreach (var run in _runs.Where(static run => run.IsDue))
        {
            run.Tell(keep, paint);
        }
    }

    /// <summary>The page leaves: tells the rest, also of what runs on.</summary>
    public void TellRest()
    {
        foreach (var run in _runs.Where(static run => !run.IsTold))
        {
            run.Tell(keep, null);
        }
    }

    private sealed class RunTimer(FollowedRun run)
    {
        private readonly List<LaneTimer> _lanes = [];
        private TimeSum _server;
        private TimeSum _circuit;
        private TimeSpan _sentAt;
        private TimeSpan? _oldest;
        private int _late;

        public bool IsTold { get; private set; }

        public bool IsDue => !IsTold && run.HasEnded;

        public void Begin()
        {
            while (_lanes.Count < run.Lanes.Count)
            {
                _lanes.Add(new LaneTimer(run.Lanes[_lanes.Count], run.JoinedAt));
            }

            _oldest = null;
            foreach (var lane in _lanes)
            {
                lane.Begin();
                _oldest = lane.Oldest < _oldest || _oldest is null ? lane.Oldest ?? _oldest : _oldest;
            }
        }

        public void Sent()
        {
            if (_oldest is { } oldest)
            {
                _sentAt = run.Now;
                _server.Add(_sentAt - oldest);
                foreach (var lane in _lanes)
                {
                    lane.Sent(_sentAt);
                }
            }
        }

        public void Confirmed()
        {
            if (_oldest is not null)
            {
                var time = run.Now - _sentAt;
                _circuit.Add(time);
                foreach (var lane in _lanes)
                {
                    lane.Confirmed(time);
                }
            }
        }

        public void Late() => _late += _oldest is null ? 0 : 1;

        public void Tell(Action<string, WatchTiming> keep, PaintReport? paint)
        {
            IsTold = true;
            if (_server.Count > 0)
            {
                keep(run.Id, new WatchTiming
                {
                    Kind = WatcherKind.Page,
                    JoinedAtMs = Ms(run.JoinedAt),
                    Server = _server.ToSum(),
                    Circuit = _circuit.ToSum(),
                    Late = _late,
                    Paint = paint?.ToTiming(),
                    Lanes = [.. _lanes.Select((lane, index) => lane.ToWatch(index, paint?.FirstOf(run.Id, index)))],
                });
            }
        }
    }

    private sealed class LaneTimer(LaneFold fold, TimeSpan joinedAt)
    {
        private TimeSum _server;
        private TimeSum _circuit;
        private TimeSpan? _firstAt;
        private TimeSpan _firstServer;
        private TimeSpan? _firstCircuit;
        private bool _isFirst;

        /// <summary>The oldest delta of the frame that is being shown; null when there is none, or when it was there before the page.</summary>
        public TimeSpan? Oldest { get; private set; }

        public void Begin()
        {
            Oldest = fold.TakeOldestNew() is { } at && at >= joinedAt ? at : null;
            _isFirst = Oldest is not null && _firstAt is null && fold.FirstDeltaAt == Oldest;
        }

        public void Sent(TimeSpan now)
        {
            if (Oldest is { } oldest)
            {
                _server.Add(now - oldest);
                if (_isFirst)
                {
                    _firstAt = oldest;
                    _firstServer = now - oldest;
                }
            }
        }

        public void Confirmed(TimeSpan time)
        {
            if (Oldest is not null)
            {
                _circuit.Add(time);
                _firstCircuit = _isFirst ? time : _firstCircuit;
            }
        }

        public LaneWatch ToWatch(int lane, double? paintMs) => new(
            lane,
            _firstAt is { } at ? new FirstWordTiming(Ms(at), Ms(_firstServer), _firstCircuit is { } circuit ? Ms(circuit) : null, paintMs) : null,
            _server.ToSum(),
            _circuit.ToSum());
    }

    /// <summary>Adds up without making anything.</summary>
    private struct TimeSum
    {
        private TimeSpan _total;
        private TimeSpan _longest;

        public int Count { get; private set; }

        public void Add(TimeSpan time)
        {
            Count++;
            _total += time;
            _longest = time > _longest ? time : _longest;
        }

        public readonly CompareIntel.Core.Diagnostics.TimeSum ToSum() => new(Count, Ms(_total), Ms(_longest));
    }

    private static double Ms(TimeSpan time) => Math.Round(time.TotalMilliseconds, 3);
}
