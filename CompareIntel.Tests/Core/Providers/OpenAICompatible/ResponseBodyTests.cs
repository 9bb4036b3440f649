using System.IO.Pipelines;
using CompareIntel.Core.Providers;
using CompareIntel.Core.Providers.OpenAICompatible;
using CompareIntel.Tests.Support;

namespace CompareIntel.Tests.Core.Providers.OpenAICompatible;

/// <summary>What arrives goes on inline, as with a socket: when it has been written, whoever awaited it waits for its turn.</summary>
public sealed class ResponseBodyTests
{
    private readonly Pipe _network = new(new PipeOptions(readerScheduler: PipeScheduler.Inline));
    private readonly ReadingTurns _turns = new(TimeProvider.System);
    private readonly byte[] _buffer = new byte[16];

    [Fact]
    public async Task ReadAsync_OthersAreBeingRead_WaitsForItsTurn()
    {
        using var held = await HeldTurns.TakeAllAsync(_turns);
        using var turn = _turns.Join(CancellationToken.None);
        await using var body = Body(turn);
        var reading = body.ReadAsync(_buffer, TestContext.Current.CancellationToken).AsTask();

        await _network.Writer.WriteAsync(new byte[] { 1, 2 }, TestContext.Current.CancellationToken);
        Assert.False(reading.IsCompleted);
        held.Dispose();

        Assert.Equal(2, await reading.WithinTimeout());
    }

    [Fact]
    public async Task ReadAsync_StoppedWhileTheEndWaitsForItsTurn_IsStopped()
    {
        using var held = await HeldTurns.TakeAllAsync(_turns);
        using var stopping = new CancellationTokenSource();
        using var turn = _turns.Join(stopping.Token);
        await using var body = Body(turn);
        var reading = body.ReadAsync(_buffer, stopping.Token).AsTask();

        await _network.Writer.CompleteAsync();
        await stopping.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WithinTimeout());
    }

    private ResponseBody Body(ReadingTurn turn) =>
        new(_network.Reader.AsStream(), new FailureMapper("test", new SecretRedactor(new ProviderOptions()), TimeProvider.System), turn, call: null);
}
