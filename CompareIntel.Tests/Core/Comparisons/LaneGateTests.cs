using CompareIntel.Core.Comparisons;
using CompareIntel.Tests.Support;

namespace CompareIntel.Tests.Core.Comparisons;

public sealed class LaneGateTests
{
    [Fact]
    public async Task Enter_BeyondCapacity_AdmitsInOrderAndTellsPlaces()
    {
        var gate = new LaneGate(1);
        await gate.EnterAsync(static _ => throw new InvalidOperationException("must not wait"), CancellationToken.None);
        List<int> firstPlaces = [], secondPlaces = [];
        var first = gate.EnterAsync(firstPlaces.Add, CancellationToken.None).AsTask();
        var second = gate.EnterAsync(secondPlaces.Add, CancellationToken.None).AsTask();
        Assert.Equal(2, gate.QueueLength);

        gate.Leave();
        await first.WithinTimeout();
        Assert.False(second.IsCompleted);
        Assert.Equal([1], firstPlaces);
        Assert.Equal([2, 1], secondPlaces);

        gate.Leave();
        await second.WithinTimeout();
    }

    [Fact]
    public async Task Enter_CancelledWhileWaiting_LeavesTheQueueAndOthersMoveUp()
    {
        var gate = new LaneGate(1);
        await gate.EnterAsync(static _ => { }, CancellationToken.None);
        using var cancellation = new CancellationTokenSource();
        List<int> places = [];
        var cancelled = gate.EnterAsync(static _ => { }, cancellation.Token).AsTask();
        var waiting = gate.EnterAsync(places.Add, CancellationToken.None).AsTask();

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.WithinTimeout());
        Assert.Equal([2, 1], places);
        gate.Leave();
        await waiting.WithinTimeout();
    }
}
