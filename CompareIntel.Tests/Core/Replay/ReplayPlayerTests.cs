using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Replay;
using CompareIntel.Tests.Support;
using FsCheck.Xunit;

namespace CompareIntel.Tests.Core.Replay;

public sealed class ReplayPlayerTests
{
    private readonly TrackingTimeProvider _clock = new();

    [Fact]
    public void New_Player_StandsAtTheBeginningWithItsLanes()
    {
        using var player = Create();

        Assert.False(player.IsPlaying);
        Assert.Equal(TimeSpan.Zero, player.Position);
        Assert.Equal(TimeSpan.FromSeconds(10), player.Duration);
        Assert.Equal(["LaneCreated", "LaneCreated"], Shown(player));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(10)]
    public void Play_AtAnySpeed_ShowsEachEventAtItsTimeAndNotBefore(double speed)
    {
        using var player = Create();
        player.SetSpeed(speed);
        player.Play();

        var due = Recorded().Snapshot().Select(static item => item.Elapsed).Where(static at => at > TimeSpan.FromSeconds(0.1)).ToList();
        foreach (var at in due.Distinct())
        {
            _clock.Advance(((at - player.Position) / speed) - TimeSpan.FromMilliseconds(1));
            Assert.Equal(2 + due.Count(other => other < at), player.Log.Snapshot().Count());
            _clock.Advance(TimeSpan.FromMilliseconds(1));
            Assert.Equal(2 + due.Count(other => other <= at), player.Log.Snapshot().Count());
        }

        Assert.True(player.Log.IsEnded);
        Assert.False(player.IsPlaying);
        Assert.Equal(player.Duration, player.Position);
    }

    [Fact]
    public void Play_ToTheEnd_IsTheRecordedLogTimesAndAll()
    {
        using var player = Create();
        player.Play();

        _clock.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal(Recorded().Snapshot().Select(Timed), player.Log.Snapshot().Select(Timed));
    }

    [Fact]
    public void Log_WhilePlaying_HasTheRecordedTime()
    {
        using var player = Create();
        player.SetSpeed(5);
        player.Seek(TimeSpan.FromSeconds(2));
        player.Play();

        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(TimeSpan.FromSeconds(7), player.Position);
        Assert.Equal(TimeSpan.FromSeconds(7), player.Log.Elapsed);
    }

    [Fact]
    public void Pause_WhilePlaying_StandsStill()
    {
        using var player = Create();
        player.Play();
        _clock.Advance(TimeSpan.FromSeconds(3.5));
        player.Pause();
        var shown = Shown(player);

        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(TimeSpan.FromSeconds(3.5), player.Position);
        Assert.Equal(shown, Shown(player));
    }

    [Fact]
    public void SetSpeed_WhilePlaying_GoesOnFromWhereItStands()
    {
        using var player = Create();
        player.Play();
        _clock.Advance(TimeSpan.FromSeconds(1));
        player.SetSpeed(10);
        _clock.Advance(TimeSpan.FromSeconds(0.5));

        Assert.Equal(TimeSpan.FromSeconds(6), player.Position);
    }

    [Fact]
    public void Play_AtTheEnd_BeginsAgain()
    {
        using var player = Create();
        player.Seek(player.Duration);
        Assert.True(player.Log.IsEnded);

        player.Play();
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(TimeSpan.FromSeconds(1), player.Position);
        Assert.False(player.Log.IsEnded);
    }

    [Fact]
    public void Seek_Forward_KeepsTheLogAndBackTakesANewOne()
    {
        using var player = Create();
        var log = player.Log;

        player.Seek(TimeSpan.FromSeconds(5));
        Assert.Same(log, player.Log);

        player.Seek(TimeSpan.FromSeconds(2));
        Assert.NotSame(log, player.Log);
    }

    [Property(MaxTest = 200)]
    public void Seek_AnyTimes_ShowsExactlyWhatWasThereThen(int seed)
    {
        var random = new Random(seed);
        var recorded = RecordedComparison.Random(seed).Log;
        using var player = new ReplayPlayer(recorded, _clock);
        for (var count = 0; count < 8; count++)
        {
            var at = TimeSpan.FromTicks((long)(random.NextDouble() * player.Duration.Ticks));
            player.Seek(at);

            Assert.Equal(recorded.Snapshot().Where(item => item is LaneCreated || item.Elapsed <= at).Select(Timed), player.Log.Snapshot().Select(Timed));
            Assert.Equal(at, player.Position);
        }
    }

    [Property(MaxTest = 100)]
    public void Step_BackAndForth_MovesByOneEvent(int seed)
    {
        var recorded = RecordedComparison.Random(seed).Log;
        using var player = new ReplayPlayer(recorded, _clock);
        while (player.Shown < player.Events)
        {
            var before = player.Shown;
            player.Step(1);
            Assert.Equal(before + 1, player.Shown);
            Assert.Equal(Timed(recorded.Snapshot().ElementAt(before)), Timed(player.Log.Snapshot().Last()));
        }

        Assert.True(player.Log.IsEnded);
        player.Step(-1);
        Assert.Equal(player.Events - 1, player.Shown);
        Assert.False(player.Log.IsEnded);
    }

    [Fact]
    public async Task Reader_OfALog_IsWokenByThePlayer()
    {
        using var player = Create();
        using var reader = player.Log.OpenReader(after: 2);
        var waiting = reader.WaitToReadAsync(TestContext.Current.CancellationToken).AsTask();
        Assert.False(waiting.IsCompleted);

        player.Play();
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.True(await waiting.WithinTimeout());
        Assert.True(reader.TryRead(out var item));
        Assert.IsType<AttemptStarted>(item);
    }

    [Fact]
    public void Changed_AtTheEnd_IsRaised()
    {
        using var player = Create();
        player.Play();
        var raised = 0;
        player.Changed += () => raised++;

        _clock.Advance(TimeSpan.FromSeconds(11));

        Assert.Equal(1, raised);
    }

    [Fact]
    public void New_RunningComparison_IsRefused()
    {
        var log = new ComparisonLog(_clock);

        Assert.Throws<ArgumentException>(() => new ReplayPlayer(log, _clock));
    }

    private static string Timed(ComparisonEvent item) => $"{item.Sequence} {item.Elapsed.Ticks} {item}";

    private static List<string> Shown(ReplayPlayer player) => [.. player.Log.Snapshot().Select(static item => item.GetType().Name)];

    private ReplayPlayer Create() => new(Recorded(), _clock);

    private static ComparisonLog Recorded() => RecordedComparison.LogOf(
        (0, new LaneCreated(0, "a")),
        (0.1, new LaneCreated(1, "b")),
        (1, new AttemptStarted(0, 1)),
        (1, new AttemptStarted(1, 1)),
        (2, new TextReceived(0, "one ")),
        (3, new TextReceived(1, "two ")),
        (3.5, new TextReceived(0, "three")),
        (6, new LaneEnded(0, LaneState.Finished, null, new LaneMetrics())),
        (10, new LaneEnded(1, LaneState.Finished, null, new LaneMetrics())),
        (10, new ComparisonEnded(ComparisonState.Completed, RecordedComparison.SummaryOf(2, 10))));
}
