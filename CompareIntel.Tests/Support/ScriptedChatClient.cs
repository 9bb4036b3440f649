using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace CompareIntel.Tests.Support;

/// <summary>A client whose answers a test writes while they stream, and that knows how many streams are open.</summary>
internal sealed class ScriptedChatClient : IChatClient
{
    private readonly ConcurrentDictionary<(string Model, int Request), ScriptedAnswer> _answers = new();
    private readonly ConcurrentDictionary<string, int> _requests = new(StringComparer.Ordinal);
    private int _openStreams;

    /// <summary>Provider calls that have started and not ended.</summary>
    public int OpenStreams => Volatile.Read(ref _openStreams);

    /// <summary>The answer to a model's first request, or to a later one; may be written before the request comes.</summary>
    public ScriptedAnswer AnswerOf(string model, int request = 0) => _answers.GetOrAdd((model, request), static _ => new ScriptedAnswer());

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var model = options!.ModelId!;
        var request = _requests.AddOrUpdate(model, 0, static (_, last) => last + 1);
        Interlocked.Increment(ref _openStreams);
        try
        {
            await foreach (var update in AnswerOf(model, request).Open(messages, options, cancellationToken))
            {
                yield return update;
            }
        }
        finally
        {
            Interlocked.Decrement(ref _openStreams);
        }
    }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("Every answer is streamed.");

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
