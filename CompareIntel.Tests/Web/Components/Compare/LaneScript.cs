using CompareIntel.Core.Comparisons;
using CompareIntel.Web.Components.Compare;
using Microsoft.Extensions.Time.Testing;

namespace CompareIntel.Tests.Web.Components.Compare;

/// <summary>A comparison whose events a test writes by hand, with the clock in between.</summary>
internal sealed class LaneScript
{
    private readonly FakeTimeProvider _clock = new();
    private readonly ComparisonLog _log;
    private readonly LogReader _reader;
    private readonly ComparisonProgress _progress = new();
    private readonly List<LaneFold> _lanes = [];
    private readonly string _id;
    private readonly int _firstCard;

    /// <param name="lanes">Lanes, created at once.</param>
    /// <param name="id">The comparison.</param>
    /// <param name="firstCard">The card of its first lane: not 0 when lanes of another comparison are run again.</param>
    /// <param name="model">The model of all lanes; null for one each.</param>
    public LaneScript(int lanes = 1, string id = "abc", int firstCard = 0, string? model = null)
    {
        _id = id;
        _firstCard = firstCard;
        _log = new ComparisonLog(_clock);
        _reader = _log.OpenReader();
        for (var lane = 0; lane < lanes; lane++)
        {
            Append(new LaneCreated(lane, model ?? $"simulated:model-{firstCard + lane}"));
        }
    }

    public static LaneFailure Failure { get; } = new(FailureKind.RateLimited, "Try again in a minute.");

    public CardSnapshot Card => CardOf(0);

    public CardSnapshot CardOf(int lane) => _lanes[lane].ToSnapshot(_log.Elapsed);

    public ComparisonView View => new()
    {
        Id = _id,
        Cards = [.. _lanes.Select(lane => lane.ToSnapshot(_log.Elapsed))],
        State = _progress.State,
        Elapsed = _log.Elapsed,
        StartSpread = _progress.StartSpread,
        Summary = _progress.Summary,
    };

    public RetryView Retry => new(_id, View.Cards, _progress.State, _log.Elapsed);

    public LaneScript Wait(double seconds)
    {
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        return this;
    }

    public LaneScript Append(ComparisonEvent item)
    {
        _log.Append(item);
        while (_reader.TryRead(out var next))
        {
            _progress.Apply(next);
            if (next is LaneCreated created)
            {
                _lanes.Add(new LaneFold(_progress.Lanes[created.Lane], new LaneTake(_firstCard + created.Lane, _id, created.Lane, created.Model)));
            }

            if (LaneDelta.TryFrom(next, out var delta))
            {
                _lanes[delta.Lane].Apply(delta);
            }
            else if (next is LaneEvent laneEvent)
            {
                _lanes[laneEvent.Lane].Apply(laneEvent);
            }
        }

        return this;
    }

    public LaneScript Start(int lane = 0) => Append(new AttemptStarted(lane, 1));

    public LaneScript Write(string text, int lane = 0) => Append(new TextReceived(lane, text));

    public LaneScript Reason(string text, int lane = 0) => Append(new ReasoningReceived(lane, text));

    public LaneScript End(LaneState state, int lane = 0, LaneMetrics? metrics = null) =>
        Append(new LaneEnded(lane, state, state == LaneState.Failed ? Failure : null, metrics ?? new LaneMetrics { Duration = _log.Elapsed }));

    public static IReadOnlyList<LaneLabel> Labels(int count) =>
        [.. Enumerable.Range(0, count).Select(static lane => new LaneLabel(lane, $"simulated:model-{lane}", $"Model {lane}", "simulated", true))];
}
