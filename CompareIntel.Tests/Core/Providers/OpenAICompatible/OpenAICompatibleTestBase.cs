using CompareIntel.Core.Providers;
using CompareIntel.Core.Providers.OpenAICompatible;
using CompareIntel.Tests.Support;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace CompareIntel.Tests.Core.Providers.OpenAICompatible;

/// <summary>A server, and a client that is connected with it as in production.</summary>
public abstract class OpenAICompatibleTestBase : IAsyncLifetime
{
    protected const string ApiKey = "sk-test-0123456789abcdef";

    private protected ScriptedHttpServer Server { get; private set; } = null!;

    private protected HttpClient Http { get; } = OpenAICompatibleHttp.CreateClient();

    private protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    private protected ReadingTurns Turns { get; } = new(TimeProvider.System);

    public async ValueTask InitializeAsync() => Server = await ScriptedHttpServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected ProviderOptions Options() => new() { Kind = ProviderKind.OpenAICompatible, BaseUrl = Server.BaseUrl, ApiKey = ApiKey };

    private protected OpenAICompatibleChatClient Client(ProviderOptions? options = null) => new("scripted", options ?? Options(), Http, Turns, Time);

    private protected IAsyncEnumerable<ChatResponseUpdate> Ask(OpenAICompatibleChatClient? client = null, CancellationToken cancellationToken = default) =>
        (client ?? Client()).GetStreamingResponseAsync([new ChatMessage(ChatRole.User, "hi")], new ChatOptions { ModelId = "m" }, cancellationToken);

    /// <summary>All updates of an answer that the server gives with <paramref name="response"/>.</summary>
    private protected async Task<List<ChatResponseUpdate>> AnswerAsync(ScriptedResponse response)
    {
        Server.Enqueue(response);
        return await Ask().ToListAsync().AsTask().WithinTimeout();
    }

    /// <summary>All updates of an answer whose stream is <paramref name="chunks"/>, an event each, and <c>[DONE]</c>.</summary>
    private protected Task<List<ChatResponseUpdate>> AnswerAsync(params string[] chunks) =>
        AnswerAsync(chunks.Aggregate(ScriptedResponse.EventStream(), static (response, chunk) => response.Data(chunk)).Done());

    private protected async Task<ProviderException> FailureAsync(ScriptedResponse response) =>
        await Assert.ThrowsAsync<ProviderException>(() => AnswerAsync(response));

    private protected async Task<ProviderException> FailureAsync(params string[] chunks) =>
        await Assert.ThrowsAsync<ProviderException>(() => AnswerAsync(chunks));

    private protected static string Text(IEnumerable<ChatResponseUpdate> updates) => string.Concat(updates.Select(static update => update.Text));

    private protected static string Reasoning(IEnumerable<ChatResponseUpdate> updates) =>
        string.Concat(updates.SelectMany(static update => update.Contents).OfType<TextReasoningContent>().Select(static content => content.Text));

    private protected static UsageContent Usage(IEnumerable<ChatResponseUpdate> updates) =>
        Assert.Single(updates.SelectMany(static update => update.Contents).OfType<UsageContent>());
}
