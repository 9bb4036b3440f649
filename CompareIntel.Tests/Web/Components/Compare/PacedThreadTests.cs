using CompareIntel.Tests.Support;
using CompareIntel.Web.Components.Compare;

namespace CompareIntel.Tests.Web.Components.Compare;

public sealed class PacedThreadTests : IDisposable
{
    private readonly TrackingTimeProvider _clock = new();
    private readonly PacedThread _thread;
    private readonly SemaphoreSlim _done = new(0);

    public PacedThreadTests() => _thread = new PacedThread("Test", TimeSpan.FromSeconds(1), restFactor: 4, _clock);

    public void Dispose()
    {
        _thread.Dispose();
        _done.Dispose();
    }

    [Fact]
    public async Task Enqueue_NothingWasToDoBefore_RestsFirst()
    {
        Enqueue(TimeSpan.Zero);
        await _clock.WaitForPendingTimersAsync(1).WithinTimeout();

        _clock.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Equal((1, 0), (_clock.PendingTimers, _done.CurrentCount));
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        await _done.WaitAsync().WithinTimeout();
    }

    [Theory]
    [InlineData(10, 40)]
    [InlineData(600, 1_000)]
    public async Task Enqueue_MoreToDo_RestsForAMultipleOfTheTimeThatTheFirstTook(int work, int rest)
    {
        Enqueue(TimeSpan.FromMilliseconds(work));
        Enqueue(TimeSpan.Zero);
        await _clock.WaitForPendingTimersAsync(1).WithinTimeout();
        _clock.Advance(TimeSpan.FromSeconds(1));
        await _done.WaitAsync().WithinTimeout();
        await _clock.WaitForPendingTimersAsync(1).WithinTimeout();

        _clock.Advance(TimeSpan.FromMilliseconds(rest - 1));
        Assert.Equal((1, 0), (_clock.PendingTimers, _done.CurrentCount));
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        await _done.WaitAsync().WithinTimeout();
    }

    [Fact]
    public async Task Enqueue_NobodyWantsItAnyMore_IsPassedOver()
    {
        using var gone = new CancellationTokenSource();
        var isDone = false;
        _thread.Enqueue(() => isDone = true, gone.Token);
        await gone.CancelAsync();
        Enqueue(TimeSpan.Zero);
        await _clock.WaitForPendingTimersAsync(1).WithinTimeout();

        _clock.Advance(TimeSpan.FromSeconds(1));
        await _done.WaitAsync().WithinTimeout();

        Assert.False(isDone);
    }

    private void Enqueue(TimeSpan work) => _thread.Enqueue(
        () =>
        {
            _clock.Advance(work);
            _done.Release();
        },
        CancellationToken.None);
}
