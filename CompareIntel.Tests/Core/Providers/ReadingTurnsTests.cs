using CompareIntel.Core.Providers;
using CompareIntel.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace CompareIntel.Tests.Core.Providers;

public sealed class ReadingTurnsTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly ReadingTurns _turns;

    public ReadingTurnsTests() => _turns = new ReadingTurns(_clock);

    [Fact]
    public async Task Await_WhileOthersHaveTheirTurns_WaitsUntilTheyAreDone()
    {
        using var held = await HeldTurns.TakeAllAsync(_turns);
        using var turn = _turns.Join(CancellationToken.None);
        var waiting = LagAfterAsync(turn);
        _clock.Advance(TimeSpan.FromMilliseconds(300));
        Assert.False(waiting.IsCompleted);

        held.Dispose();

        Assert.Equal(TimeSpan.FromMilliseconds(300), await waiting.WithinTimeout());
    }

    [Fact]
    public async Task Lag_NobodyWaits_IsZero()
    {
        using (await HeldTurns.LagAsync(_turns, _clock.Advance, TimeSpan.FromMilliseconds(80)))
        {
            Assert.Equal(TimeSpan.FromMilliseconds(80), _turns.Lag);
        }

        await AsyncAssert.EventuallyAsync(() => _turns.Lag == TimeSpan.Zero);
    }

    [Fact]
    public async Task Cancel_WhileItWaits_GoesOnAtOnce()
    {
        using var held = await HeldTurns.TakeAllAsync(_turns);
        using var stopping = new CancellationTokenSource();
        using var turn = _turns.Join(stopping.Token);
        var waiting = LagAfterAsync(turn);

        await stopping.CancelAsync();

        await waiting.WithinTimeout();
    }

    [Fact]
    public async Task Await_AfterACancellation_GoesOnAtOnce()
    {
        using var held = await HeldTurns.TakeAllAsync(_turns);
        using var stopping = new CancellationTokenSource();
        using var turn = _turns.Join(stopping.Token);
        await stopping.CancelAsync();

        await LagAfterAsync(turn).WithinTimeout();
    }

    [Fact]
    public async Task Await_ManyAtOnce_AllHaveTheirTurns()
    {
        const int Readers = 200;
        const int Turns = 50;

        var readers = Enumerable.Range(0, Readers).Select(_ => Task.Run(async () =>
        {
            using var turn = _turns.Join(CancellationToken.None);
            var taken = 0;
            for (; taken < Turns; taken++)
            {
                await turn;
                _clock.Advance(TimeSpan.FromMilliseconds(1));
            }

            return taken;
        }));

        Assert.All(await Task.WhenAll(readers).WithinTimeout(), static taken => Assert.Equal(Turns, taken));
    }

    private async Task<TimeSpan> LagAfterAsync(ReadingTurn turn)
    {
        await turn;
        return _turns.Lag;
    }
}
