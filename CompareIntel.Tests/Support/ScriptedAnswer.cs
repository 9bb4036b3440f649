using System.Threading.Channels;
using Microsoft.Extensions.AI;

namespace CompareIntel.Tests.Support;

/// <summary>One answer of a <see cref="ScriptedChatClient"/>: what the test writes arrives, and until it ends the answer hangs.</summary>
internal sealed class ScriptedAnswer
{
    private readonly Channel<ChatResponseUpdate> _updates = Channel.CreateUnbounded<ChatResponseUpdate>();
    private readonly TaskCompletionSource<(IReadOnlyList<ChatMessage> Messages, ChatOptions Options)> _request = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What the lane sent; completes when it has sent it.</summary>
    public Task<(IReadOnlyList<ChatMessage> Messages, ChatOptions Options)> Request => _request.Task.WithinTimeout();

    public ScriptedAnswer Text(params IEnumerable<string> deltas) => WriteAll(deltas, static delta => new TextContent(delta));

    public ScriptedAnswer Reasoning(params IEnumerable<string> deltas) => WriteAll(deltas, static delta => new TextReasoningContent(delta));

    public ScriptedAnswer Usage(long input, long output) =>
        Write(new UsageContent(new UsageDetails { InputTokenCount = input, OutputTokenCount = output }));

    public ScriptedAnswer Finish(string reason = "stop")
    {
        _updates.Writer.TryWrite(new ChatResponseUpdate { FinishReason = new ChatFinishReason(reason) });
        _updates.Writer.Complete();
        return this;
    }

    public ScriptedAnswer Fail(Exception exception)
    {
        _updates.Writer.Complete(exception);
        return this;
    }

    internal IAsyncEnumerable<ChatResponseUpdate> Open(IEnumerable<ChatMessage> messages, ChatOptions options, CancellationToken cancellationToken)
    {
        _request.TrySetResult(([.. messages], options));
        return _updates.Reader.ReadAllAsync(cancellationToken);
    }

    private ScriptedAnswer WriteAll(IEnumerable<string> deltas, Func<string, AIContent> toContent)
    {
        foreach (var delta in deltas)
        {
            Write(toContent(delta));
        }

        return this;
    }

    private ScriptedAnswer Write(AIContent content)
    {
        _updates.Writer.TryWrite(new ChatResponseUpdate(ChatRole.Assistant, [content]));
        return this;
    }
}
