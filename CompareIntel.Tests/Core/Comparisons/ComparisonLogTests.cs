using System.Text;
using CompareIntel.Core.Comparisons;
using CompareIntel.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Microsoft.Extensions.Time.Testing;

namespace CompareIntel.Tests.Core.Comparisons;

public sealed class ComparisonLogTests
{
    [Fact]
    public void Append_Events_SequenceAndElapsedFollowTheLog()
    {
        var time = new FakeTimeProvider();
        var log = new ComparisonLog(time);
        log.Append(new LaneCreated(0, "a"));
        time.Advance(TimeSpan.FromMilliseconds(250));
        log.Append(new TextReceived(0, "x"));

        Assert.Equal((1L, TimeSpan.Zero), (log.TryGet(1)!.Sequence, log.TryGet(1)!.Elapsed));
        Assert.Equal((2L, TimeSpan.FromMilliseconds(250)), (log.TryGet(2)!.Sequence, log.TryGet(2)!.Elapsed));
        Assert.Null(log.TryGet(3));
    }

    [Fact]
    public void ReadInto_AnyEvents_GivesEachOnceInOrderAndDeltasWithoutAnObject()
    {
        var time = new FakeTimeProvider();
        var log = new ComparisonLog(time);
        log.Append(new LaneCreated(0, "a"));
        log.Append(new LaneCreated(1, "b"));
        time.Advance(TimeSpan.FromMilliseconds(250));
        Assert.Equal(log.Elapsed, log.Append(new LaneDelta(1, isReasoning: true, "Hm")));
        log.Append(new TextReceived(0, "half \uD83D"));
        using var reader = log.OpenReader();
        var fold = new RecordingFold();

        reader.ReadInto(fold);
        Assert.Equal(4, reader.Position);
        log.Append(new LaneDelta(1, isReasoning: false, new string('x', 10_000)));
        log.Append(End());
        reader.ReadInto(fold);
        reader.ReadInto(fold);

        Assert.Equal(log.Snapshot(), fold.Events);
        Assert.Equal([3, 4, 5], fold.Deltas);
    }

    [Fact]
    public async Task WaitToRead_NothingThere_CompletesAtTheNextAppend()
    {
        var log = new ComparisonLog(TimeProvider.System);
        using var reader = log.OpenReader();
        var wait = reader.WaitToReadAsync(CancellationToken.None).AsTask();
        Assert.False(wait.IsCompleted);

        log.Append(new LaneCreated(0, "a"));

        Assert.True(await wait.WithinTimeout());
        Assert.True(reader.TryRead(out var item));
        Assert.Equal(new LaneCreated(0, "a").Model, Assert.IsType<LaneCreated>(item).Model);
        Assert.False(reader.TryRead(out _));
    }

    [Fact]
    public async Task WaitToRead_LogEndedAndAllRead_IsFalse()
    {
        var log = new ComparisonLog(TimeProvider.System);
        log.Append(End());
        using var reader = log.OpenReader();
        Assert.True(await reader.WaitToReadAsync(CancellationToken.None));
        Assert.True(reader.TryRead(out _));
        Assert.False(await reader.WaitToReadAsync(CancellationToken.None));
        Assert.False(await log.OpenReader(after: 1).WaitToReadAsync(CancellationToken.None));
    }

    [Fact]
    public async Task WaitToRead_Cancelled_ThrowsAndTheReaderGoesOn()
    {
        var log = new ComparisonLog(TimeProvider.System);
        using var reader = log.OpenReader();
        using var cancellation = new CancellationTokenSource();
        var wait = reader.WaitToReadAsync(cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait.WithinTimeout());

        log.Append(new LaneCreated(0, "a"));
        Assert.True(await reader.WaitToReadAsync(CancellationToken.None).WithinTimeout());
        Assert.True(reader.TryRead(out _));
    }

    [Fact]
    public async Task Nudge_ReaderWaits_ReturnsWithNothingToRead()
    {
        var log = new ComparisonLog(TimeProvider.System);
        using var reader = log.OpenReader();
        var wait = reader.WaitToReadAsync(CancellationToken.None).AsTask();
        reader.Nudge();
        Assert.True(await wait.WithinTimeout());
        Assert.False(reader.TryRead(out _));
    }

    [Fact]
    public void Dispose_Reader_LeavesTheLog()
    {
        var log = new ComparisonLog(TimeProvider.System);
        var reader = log.OpenReader();
        Assert.Equal(1, log.ReaderCount);
        reader.Dispose();
        reader.Dispose();
        Assert.Equal(0, log.ReaderCount);
    }

    [Fact]
    public async Task ReadLane_TwoLanes_GivesOnlyItsOwnUpToItsEnd()
    {
        var log = new ComparisonLog(TimeProvider.System);
        log.Append(new LaneCreated(0, "a"));
        log.Append(new LaneCreated(1, "b"));
        log.Append(new TextReceived(1, "one"));
        log.Append(new TextReceived(0, "two"));
        log.Append(new LaneEnded(1, LaneState.Finished, null, new LaneMetrics()));

        var events = await log.ReadLaneAsync(1).ToListAsync().WithinTimeout();
        Assert.Equal([typeof(LaneCreated), typeof(TextReceived), typeof(LaneEnded)], events.Select(static item => item.GetType()));
    }

    [Fact]
    public void Append_DeltasOfEveryLength_AreReadBackExactly()
    {
        var log = new ComparisonLog(TimeProvider.System);
        string[] texts = [.. Enumerable.Range(0, 600).Select(static n => new string((char)('a' + (n % 26)), n)), new('z', 4_096), new('y', 4_097), new('x', 3_000_000), ""];
        foreach (var text in texts)
        {
            log.Append(new TextReceived(0, text));
            log.Append(new ReasoningReceived(1, text));
        }

        Assert.Equal(texts, log.Snapshot().OfType<TextReceived>().Select(static item => item.Text));
        Assert.Equal(texts, log.Snapshot().OfType<ReasoningReceived>().Select(static item => item.Text));
        Assert.Equal(log.Snapshot(), log.Snapshot());
    }

    [Fact]
    public void OpenReader_NegativeOffset_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ComparisonLog(TimeProvider.System).OpenReader(-1));

    /// <summary>
    /// Lanes on threads of their own append at once while readers follow from any offsets: each reader gets exactly the log behind its offset, and each
    /// lane's text is exactly its deltas in order.
    /// </summary>
    [Property(MaxTest = 60)]
    public Property Read_AnyInterleavingAnyOffsets_EveryReaderGetsExactlyTheLog()
    {
        var deltas = Gen.Elements("a", "bc", "\n", "déf", "🙂", " ").ArrayOf(200);
        var lanes = from count in Gen.Choose(1, 12) from texts in deltas.ArrayOf(count) select texts;
        var offsets = Gen.Choose(0, 400).ArrayOf(5);
        return Prop.ForAll(lanes.ToArbitrary(), offsets.ToArbitrary(), (texts, starts) => CheckAsync(texts, starts).WithinTimeout().GetAwaiter().GetResult());
    }

    private static async Task CheckAsync(string[][] lanes, int[] offsets)
    {
        var log = new ComparisonLog(TimeProvider.System);
        var readers = offsets.Select(offset => Task.Run(() => log.ReadAsync(offset).ToListAsync().AsTask())).ToArray();
        await Task.WhenAll(lanes.Select((texts, lane) => Task.Run(() =>
        {
            foreach (var text in texts)
            {
                log.Append(new TextReceived(lane, text));
            }
        })));
        log.Append(End());

        var whole = await log.ReadAsync().ToListAsync();
        Assert.Equal(Enumerable.Range(1, lanes.Sum(static texts => texts.Length) + 1).Select(static n => (long)n), whole.Select(static item => item.Sequence));
        for (var i = 0; i < offsets.Length; i++)
        {
            Assert.Equal(whole.Skip(offsets[i]), await readers[i]);
        }

        for (var lane = 0; lane < lanes.Length; lane++)
        {
            var text = whole.OfType<TextReceived>().Where(item => item.Lane == lane).Aggregate(new StringBuilder(), static (all, item) => all.Append(item.Text));
            Assert.Equal(string.Concat(lanes[lane]), text.ToString());
        }
    }

    private static ComparisonEnded End() => new(
        ComparisonState.Completed,
        new ComparisonSummary { Lanes = 1, Finished = 1, Failed = 0, Duration = TimeSpan.Zero, EndedAt = DateTimeOffset.UnixEpoch });

    private sealed class RecordingFold : ILogFold
    {
        public List<ComparisonEvent> Events { get; } = [];

        public List<long> Deltas { get; } = [];

        public void Apply(in LaneDelta delta)
        {
            Deltas.Add(delta.Sequence);
            Events.Add(delta.ToEvent());
        }

        public void Apply(ComparisonEvent item) => Events.Add(item);
    }
}
