using CompareIntel.Core.Providers;

namespace CompareIntel.Tests.Support;

/// <summary>Takes turns at reading and keeps them until they are released, so that whoever comes later waits.</summary>
internal sealed class HeldTurns : IDisposable
{
    private readonly ManualResetEventSlim _release = new();
    private readonly List<ReadingTurn> _turns = [];

    // What is held takes threads of the pool, which others would have to wait for.
    static HeldTurns()
    {
        ThreadPool.GetMinThreads(out var workers, out var completions);
        ThreadPool.SetMinThreads(workers + (2 * Environment.ProcessorCount), completions);
    }

    /// <summary>Takes the next turn that is given; the one after as many as there are processors waits in the same queue.</summary>
    public static async Task<HeldTurns> TakeAsync(ReadingTurns turns, int count = 1)
    {
        var held = new HeldTurns();
        for (var index = 0; index < count; index++)
        {
            var turn = turns.Join(CancellationToken.None);
            held._turns.Add(turn);
            await held.HoldAsync(turn).WithinTimeout();
        }

        return held;
    }

    /// <summary>Takes every turn.</summary>
    public static Task<HeldTurns> TakeAllAsync(ReadingTurns turns) => TakeAsync(turns, Environment.ProcessorCount);

    /// <summary>Has reading lag so much until it is released.</summary>
    public static async Task<HeldTurns> LagAsync(ReadingTurns turns, Action<TimeSpan> advance, TimeSpan lag)
    {
        var held = new HeldTurns();
        using var first = await TakeAsync(turns);
        for (var other = 1; other < Environment.ProcessorCount; other++)
        {
            turns.Join(CancellationToken.None).Dispose();
        }

        var turn = turns.Join(CancellationToken.None);
        held._turns.Add(turn);
        var holding = held.HoldAsync(turn);
        advance(lag);
        first._release.Set();
        await holding.WithinTimeout();
        return held;
    }

    public void Dispose()
    {
        _release.Set();
        _turns.ForEach(static turn => turn.Dispose());
    }

    // Ends when the turn is held.
    private async Task HoldAsync(ReadingTurn turn)
    {
        var isHeld = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = HoldAsync(turn, isHeld);
        await isHeld.Task;
    }

    private async Task HoldAsync(ReadingTurn turn, TaskCompletionSource isHeld)
    {
        await turn;
        isHeld.SetResult();
        _release.Wait();
    }
}
