using System.Runtime.CompilerServices;
using CompareIntel.Core.Comparisons;
using Microsoft.Extensions.AI;

namespace CompareIntel.Core.Providers.Simulated;

/// <summary>Streams made-up answers at a realistic pace and fails the way a real client does.</summary>
internal sealed class SimulatedChatClient(string name, int seed, double speed, TimeProvider timeProvider) : IChatClient
{
    private const int RememberedFailures = 1_000;

    private static readonly TimeSpan s_refusalDelay = TimeSpan.FromMilliseconds(120);
    private static readonly TimeSpan s_retryAfter = TimeSpan.FromSeconds(1);

    private readonly ChatClientMetadata _metadata = new(name);
    private readonly Lock _lock = new();

    // Prompts whose first request was refused, so that the second is answered.
    private readonly HashSet<string> _refused = [];

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken).ConfigureAwait(false);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var started = timeProvider.GetTimestamp();
        var model = SimulatedModels.Find(options?.ModelId)
            ?? throw new ProviderException(FailureKind.UnknownModel, $"No simulated model is called '{options?.ModelId}'.") { StatusCode = 404 };
        var answer = SimulatedAnswer.Compose(model, seed, [.. messages], options);

        if (model.Fault is SimulatedFault.Hangs)
        {
            await HangAsync(cancellationToken).ConfigureAwait(false);
        }

        var roll = answer.Random.NextDouble();
        if (RefusalOf(model, answer, roll) is { } refusal)
        {
            await WaitUntilAsync(started, s_refusalDelay, cancellationToken).ConfigureAwait(false);
            throw refusal;
        }

        var deltas = SimulatedPacing.Schedule(model, answer.Reasoning, answer.Text, answer.Random);
        var count = deltas.Count;
        if (model.Fault is SimulatedFault.Empty)
        {
            await WaitUntilAsync(started, deltas[0].Due, cancellationToken).ConfigureAwait(false);
            count = 0;
        }
        else if (BreaksMidway(model, roll))
        {
            count /= 2;
        }

        var responseId = $"sim-{answer.Fingerprint}";
        for (var i = 0; i < count; i++)
        {
            await WaitUntilAsync(started, deltas[i].Due, cancellationToken).ConfigureAwait(false);
            yield return Update(deltas[i].IsReasoning ? new TextReasoningContent(deltas[i].Text) : new TextContent(deltas[i].Text));
        }

        if (BreaksMidway(model, roll))
        {
            await WaitUntilAsync(started, deltas[count].Due, cancellationToken).ConfigureAwait(false);
            throw await BreakAsync(model, cancellationToken).ConfigureAwait(false);
        }

        var last = Update(new UsageContent(Usage(answer, count > 0)));
        last.FinishReason = answer.IsCutOff ? ChatFinishReason.Length : ChatFinishReason.Stop;
        yield return last;

        ChatResponseUpdate Update(AIContent content) =>
            new(ChatRole.Assistant, [content]) { ModelId = model.Id, ResponseId = responseId, MessageId = responseId };
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    public void Dispose()
    {
        // Holds nothing; the interface asks for it.
    }

    private static UsageDetails Usage(SimulatedAnswer answer, bool isAnswered)
    {
        var reasoning = isAnswered ? SimulatedAnswer.Tokens(answer.Reasoning.Length) : 0;
        var output = isAnswered ? SimulatedAnswer.Tokens(answer.Reasoning.Length + answer.Text.Length) : 0;
        return new()
        {
            InputTokenCount = answer.InputTokens,
            OutputTokenCount = output,
            ReasoningTokenCount = reasoning,
            TotalTokenCount = answer.InputTokens + output,
        };
    }

    private static bool BreaksMidway(SimulatedModel model, double roll) => model.Fault switch
    {
        SimulatedFault.Stalls or SimulatedFault.ConnectionLost or SimulatedFault.ProviderError or SimulatedFault.Malformed => true,
        SimulatedFault.Flaky => roll is >= 1.0 / 6 and < 1.0 / 3,
        _ => false,
    };

    private ProviderException? RefusalOf(SimulatedModel model, SimulatedAnswer answer, double roll) => model.Fault switch
    {
        SimulatedFault.Unauthorized => new(FailureKind.Unauthorized, "Simulated: the key is refused.") { StatusCode = 401 },
        SimulatedFault.RateLimited => TooManyRequests(),
        SimulatedFault.Recovers when IsFirstRequest(answer.Fingerprint) => TooManyRequests(),
        SimulatedFault.Flaky when roll < 1.0 / 6 =>
            new(FailureKind.ProviderUnavailable, "Simulated: the provider is overloaded.") { StatusCode = 503 },
        _ => null,
    };

    private static ProviderException TooManyRequests() =>
        new(FailureKind.RateLimited, "Simulated: too many requests.") { StatusCode = 429, RetryAfter = s_retryAfter };

    private bool IsFirstRequest(string fingerprint)
    {
        lock (_lock)
        {
            if (_refused.Remove(fingerprint))
            {
                return false;
            }

            if (_refused.Count == RememberedFailures)
            {
                _refused.Clear();
            }

            return _refused.Add(fingerprint);
        }
    }

    private async Task<ProviderException> BreakAsync(SimulatedModel model, CancellationToken cancellationToken)
    {
        if (model.Fault is SimulatedFault.Stalls)
        {
            await HangAsync(cancellationToken).ConfigureAwait(false);
        }

        return model.Fault switch
        {
            SimulatedFault.ProviderError => new(FailureKind.ProviderError, "Simulated: the provider reports an error within the stream."),
            SimulatedFault.Malformed => new(FailureKind.MalformedResponse, "Simulated: '<html>' is not an event of the protocol."),
            _ => new(FailureKind.ConnectionLost, "Simulated: the connection was reset."),
        };
    }

    private Task HangAsync(CancellationToken cancellationToken) =>
        Task.Delay(Timeout.InfiniteTimeSpan, timeProvider, cancellationToken);

    /// <summary>Comes back at once for what is due already, so that a coarse timer makes bigger batches and not a lower rate.</summary>
    private Task WaitUntilAsync(long started, TimeSpan due, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var left = (due / speed) - timeProvider.GetElapsedTime(started);

        // Timers count in whole milliseconds and would cut off the rest: a delta would be early.
        return left <= TimeSpan.Zero
            ? Task.CompletedTask
            : Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), timeProvider, cancellationToken);
    }
}
