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

        gate.Leave();
        await first.WithinTimeout();
        Assert.False(second.IsCompleted);
        Assert.Equal([1], firstPlaces);
        Assert.Equal([2, 1], secondPlaces);

        gate.Leave();
        await second.WithinTimeout();
    }

    [Fact]
    public async Task Leave_LongQueue_TellsFarPlacesRarely()
    {
        var gate = new LaneGate(1);
        await gate.EnterAsync(static _ => { }, CancellationToken.None);
        var told = 0;
        var waits = Enumerable.Range(0, 200).Select(_ => gate.EnterAsync(_ => told++, CancellationToken.None).AsTask()).ToArray();
        List<int> lastPlaces = [];
        var last = gate.EnterAsync(lastPlaces.Add, CancellationToken.None).AsTask();
        foreach (var wait in waits)
        {
            gate.Leave();
            await wait.WithinTimeout();
        }

        gate.Leave();
        await last.WithinTimeout();
        Assert.Equal([201, 128, 64, 32, 16, 8, 7, 6, 5, 4, 3, 2, 1], lastPlaces);
        Assert.InRange(told, 200, 200 * 14);
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
