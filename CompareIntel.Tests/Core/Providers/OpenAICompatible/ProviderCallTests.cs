using CompareIntel.Core.Providers;
using CompareIntel.Tests.Support;
using Microsoft.Extensions.AI;

namespace CompareIntel.Tests.Core.Providers.OpenAICompatible;

/// <summary>What the client notes of a request besides the answer.</summary>
public sealed class ProviderCallTests : OpenAICompatibleTestBase
{
    private readonly ProviderCall _call;

    public ProviderCallTests() => _call = new ProviderCall(() => TimeSpan.FromTicks(Time.GetTimestamp()));

    [Fact]
    public async Task Answer_WithIdsOfSeveralKinds_NotesThemInOneOrder()
    {
        await AskAsync(ScriptedResponse.EventStream().Header("cf-ray", "8a-FRA").Header("X-Request-Id", "req_1").Text("hi").Done());

        Assert.Equal("x-request-id=req_1 cf-ray=8a-FRA", _call.RequestIds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("the answer is forty two")]
    [InlineData("<script>")]
    [InlineData($"key-{ApiKey}")]
    public async Task Answer_WithAHeaderThatIsNoId_LeavesItOut(string value)
    {
        await AskAsync(ScriptedResponse.EventStream().Header("x-request-id", value).Header("request-id", "r-2").Text("hi").Done());

        Assert.Equal("request-id=r-2", _call.RequestIds);
    }

    [Fact]
    public async Task Answer_ThatIsRefused_NotesTheIdsToo()
    {
        await Assert.ThrowsAsync<ProviderException>(() => AskAsync(ScriptedResponse.Of(429, "application/json", "{}").Header("x-request-id", "req_9")));

        Assert.Equal("x-request-id=req_9", _call.RequestIds);
        Assert.NotNull(_call.HeadAt);
        Assert.Null(_call.FirstBytesAt);
    }

    [Fact]
    public async Task Answer_ThatIsStoppedBeforeItsFirstWord_HasItsIds()
    {
        using var stopping = new CancellationTokenSource();
        Server.Enqueue(ScriptedResponse.EventStream().Header("x-request-id", "req_2").Write(": wait\n\n").Hang());
        var asking = AskAsync(stopping.Token);
        await AsyncAssert.EventuallyAsync(() => _call.FirstBytesAt is not null);

        await stopping.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        Assert.Equal("x-request-id=req_2", _call.RequestIds);
    }

    [Fact]
    public async Task Answer_InPieces_NotesWhenTheFirstAndTheLastBytesCame()
    {
        var gate = new TaskCompletionSource();
        Server.Enqueue(ScriptedResponse.EventStream().Text("one").WaitFor(gate.Task).Text("two").Done());
        Time.Advance(TimeSpan.FromSeconds(1));
        var began = TimeSpan.FromTicks(Time.GetTimestamp());

        await foreach (var update in Client().GetStreamingResponseAsync([new ChatMessage(ChatRole.User, "hi")], OptionsWithCall()))
        {
            if (update.Text == "one")
            {
                Assert.Equal((began, began), (_call.FirstBytesAt, _call.LastBytesAt));
                Time.Advance(TimeSpan.FromSeconds(2));
                gate.SetResult();
            }
            else if (update.Text == "two")
            {
                Assert.Equal((began, began + TimeSpan.FromSeconds(2)), (_call.FirstBytesAt, _call.LastBytesAt));
            }
        }
    }

    [Fact]
    public async Task Answer_WhileOthersAreRead_NotesItsBytesAndWaitsForItsTurn()
    {
        var gate = new TaskCompletionSource();
        Server.Enqueue(ScriptedResponse.EventStream().Text("one").WaitFor(gate.Task).Text("two").Done());
        await using var updates = Client().GetStreamingResponseAsync([new ChatMessage(ChatRole.User, "hi")], OptionsWithCall()).GetAsyncEnumerator();
        Assert.True(await updates.MoveNextAsync().AsTask().WithinTimeout());
        using var held = await HeldTurns.TakeAllAsync(Turns);
        Time.Advance(TimeSpan.FromSeconds(2));
        var next = updates.MoveNextAsync().AsTask();

        gate.SetResult();
        await AsyncAssert.EventuallyAsync(() => _call.LastBytesAt > _call.FirstBytesAt);
        Assert.False(next.IsCompleted);
        held.Dispose();

        Assert.True(await next.WithinTimeout());
        Assert.Equal("two", updates.Current.Text);
    }

    [Fact]
    public async Task Answer_ThatIsStoppedWhileItWaitsForItsTurn_EndsAtOnce()
    {
        var gate = new TaskCompletionSource();
        var response = Server.Enqueue(ScriptedResponse.EventStream().Text("one").WaitFor(gate.Task).Text("two").Hang());
        using var stopping = new CancellationTokenSource();
        await using var updates = Client().GetStreamingResponseAsync([new ChatMessage(ChatRole.User, "hi")], OptionsWithCall(), stopping.Token).GetAsyncEnumerator();
        Assert.True(await updates.MoveNextAsync().AsTask().WithinTimeout());
        using var held = await HeldTurns.TakeAllAsync(Turns);
        Time.Advance(TimeSpan.FromSeconds(2));
        var next = updates.MoveNextAsync().AsTask();
        gate.SetResult();
        await AsyncAssert.EventuallyAsync(() => _call.LastBytesAt > _call.FirstBytesAt);

        await stopping.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.WithinTimeout());
        await response.ClientLeft.WithinTimeout();
    }

    private async Task AskAsync(ScriptedResponse response)
    {
        Server.Enqueue(response);
        await AskAsync(CancellationToken.None);
    }

    private Task<List<ChatResponseUpdate>> AskAsync(CancellationToken cancellationToken) =>
        Client().GetStreamingResponseAsync([new ChatMessage(ChatRole.User, "hi")], OptionsWithCall(), cancellationToken).ToListAsync(CancellationToken.None).AsTask().WithinTimeout();

    private ChatOptions OptionsWithCall() => new() { ModelId = "m", AdditionalProperties = new() { [ProviderProperties.Call] = _call } };
}
