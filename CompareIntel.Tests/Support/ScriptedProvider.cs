using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using CompareIntel.Core.Catalog;
using CompareIntel.Core.Providers;
using Microsoft.Extensions.AI;

namespace CompareIntel.Tests.Support;

/// <summary>
/// The seam below the engine, played by the test: each request that a lane sends becomes a <see cref="ScriptedCall"/> that the test answers.
/// </summary>
internal sealed class ScriptedProvider(string name = "scripted") : IModelProvider, IChatClient
{
    private readonly ConcurrentDictionary<string, Channel<ScriptedCall>> _calls = new();
    private int _openStreams;

    public string Name { get; } = name;

    public bool IsSimulated => false;

    public bool AcceptsUnlistedModels { get; init; } = true;

    public int? MaxConcurrentLanes { get; init; }

    public IReadOnlyList<ModelDescriptor> Models { get; init; } = [];

    public IChatClient ChatClient => this;

    /// <summary>Streams that have been begun and not disposed of.</summary>
    public int OpenStreams => Volatile.Read(ref _openStreams);

    /// <summary>Thrown instead of giving a stream, when set.</summary>
    public Exception? ThrowAtCreation { get; set; }

    /// <summary>Called where a request arrives, when set.</summary>
    public Action? Called { get; set; }

    /// <summary>The next request for this model, as soon as it is there.</summary>
    public Task<ScriptedCall> NextCallAsync(string model) => CallsFor(model).Reader.ReadAsync().WithinTimeout();

    /// <summary>Whether a request for this model waits to be answered.</summary>
    public bool HasCall(string model) => CallsFor(model).Reader.TryPeek(out _);

    public Task<IReadOnlyList<ModelDescriptor>> ListModelsAsync(CancellationToken cancellationToken) => Task.FromResult(Models);

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default) =>
        ThrowAtCreation is { } exception ? throw exception : StreamAsync([.. messages], options!, cancellationToken);

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    private Channel<ScriptedCall> CallsFor(string model) => _calls.GetOrAdd(model, static _ => Channel.CreateUnbounded<ScriptedCall>());

    private async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(
        List<ChatMessage> messages,
        ChatOptions options,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Called?.Invoke();
        var call = new ScriptedCall(messages, options, cancellationToken);
        Interlocked.Increment(ref _openStreams);
        try
        {
            CallsFor(options.ModelId!).Writer.TryWrite(call);
            var reader = call.Updates.Reader;
            while (await reader.WaitToReadAsync(call.IgnoresCancellation ? CancellationToken.None : cancellationToken))
            {
                while (reader.TryRead(out var update))
                {
                    yield return update;
                }
            }
        }
        finally
        {
            Interlocked.Decrement(ref _openStreams);
            call.Close();
        }
    }
}

/// <summary>One request of a lane, and the test's answer to it.</summary>
internal sealed record ScriptedCall(IReadOnlyList<ChatMessage> Messages, ChatOptions Options, CancellationToken CancellationToken)
{
    public Channel<ChatResponseUpdate> Updates { get; } = Channel.CreateUnbounded<ChatResponseUpdate>();

    /// <summary>Done when the engine has let go of the stream.</summary>
    public TaskCompletionSource Closed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IgnoresCancellation { get; set; }

    public Exception? ThrowAtDisposal { get; set; }

    public ScriptedCall Text(string text) => Send(new TextContent(text));

    public ScriptedCall Reasoning(string text) => Send(new TextReasoningContent(text));

    public ScriptedCall Usage(long input, long output, decimal? cost = null)
    {
        var content = new UsageContent(new UsageDetails { InputTokenCount = input, OutputTokenCount = output });
        if (cost is { } value)
        {
            content.AdditionalProperties = new() { [ProviderProperties.CostUsd] = value };
        }

        return Send(content);
    }

    public ScriptedCall Send(AIContent content)
    {
        Updates.Writer.TryWrite(new ChatResponseUpdate { Contents = [content] });
        return this;
    }

    public void Complete(string finishReason = "stop")
    {
        Updates.Writer.TryWrite(new ChatResponseUpdate { FinishReason = new ChatFinishReason(finishReason) });
        Updates.Writer.TryComplete();
    }

    public void Close()
    {
        Closed.TrySetResult();
        if (ThrowAtDisposal is { } exception)
        {
            throw exception;
        }
    }

    public void Fail(Exception exception) => Updates.Writer.TryComplete(exception);
}
