using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace CompareIntel.Core.Providers.OpenAICompatible;

/// <summary>
/// Streams answers from any server that speaks OpenAI's chat completions protocol, each delta as soon as its bytes are there.
/// </summary>
/// <remarks>
/// <para>Protocol: https://platform.openai.com/docs/api-reference/chat and https://openrouter.ai/docs/api-reference/streaming. It is strict in
/// what it sends and tolerant in what it accepts: reasoning under any of its usual names, content as text or parts, messages instead of
/// deltas, a whole completion instead of a stream, missing members, unknown finish reasons, an end with or without <c>[DONE]</c>.</para>
/// <para>Gives <see cref="TextContent"/> and <see cref="TextReasoningContent"/> as they come, and one <see cref="UsageContent"/> at the end, with
/// the cost in US dollars under <see cref="ProviderProperties.CostUsd"/> where the server reports one. It never retries and has no time
/// limit. Cancelling, or leaving the enumeration, closes the connection or resets its HTTP/2 stream.</para>
/// </remarks>
public sealed class OpenAICompatibleChatClient : IChatClient
{
    private readonly ProviderEndpoint _endpoint;
    private readonly ChatClientMetadata _metadata;

    /// <summary>A client for one server.</summary>
    /// <param name="name">The provider's name, for messages of exceptions and metadata.</param>
    /// <param name="options">Address, key and headers; read now, later changes have no effect.</param>
    /// <param name="httpClient">
    /// Must have an infinite timeout and follow no redirects (<see cref="OpenAICompatibleHttp.CreateClient"/>). Not disposed here.
    /// </param>
    /// <param name="turns">Where answers wait to be read.</param>
    /// <param name="timeProvider">Tells how far off the date of a <c>Retry-After</c> is.</param>
    /// <exception cref="ArgumentException">The name is blank or there is no absolute base URL.</exception>
    public OpenAICompatibleChatClient(string name, ProviderOptions options, HttpClient httpClient, ReadingTurns turns, TimeProvider timeProvider)
        : this(name, new ProviderEndpoint(name, options, httpClient, turns, timeProvider))
    {
    }

    internal OpenAICompatibleChatClient(string name, ProviderEndpoint endpoint)
    {
        _endpoint = endpoint;
        _metadata = new ChatClientMetadata(name, endpoint.BaseUrl);
    }

    /// <inheritdoc/>
    /// <exception cref="ProviderException">As for <see cref="GetStreamingResponseAsync"/>.</exception>
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    /// <summary>Sends the messages when it is enumerated and gives what arrives.</summary>
    /// <param name="messages">System, user and assistant messages with text, and images where the model takes them.</param>
    /// <param name="options"><see cref="ChatOptions.ModelId"/> is required.</param>
    /// <param name="cancellationToken">Closes the connection.</param>
    /// <exception cref="ProviderException">The provider or the network failed, before or in the middle of the answer.</exception>
    /// <exception cref="ArgumentException">No model is named.</exception>
    /// <exception cref="NotSupportedException">A message holds something that is neither text nor an image.</exception>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        using var request = _endpoint.CreateRequest(HttpMethod.Post, "chat/completions", "text/event-stream");
        request.Content = ChatRequestWriter.Write(messages, options, _endpoint.IsOpenAI, _endpoint.IsOpenRouter);
        var call = options?.AdditionalProperties?.GetValueOrDefault(ProviderProperties.Call) as ProviderCall;
        using var response = await _endpoint.SendAsync(request, namesModel: true, cancellationToken, call).ConfigureAwait(false);
        using var turn = _endpoint.Turns.Join(cancellationToken);
        var reader = new ChatChunkReader(_endpoint.Failures);
        switch (response.Content.Headers.ContentType?.MediaType)
        {
            case "text/html":
                throw await MalformedAsync(response, "a web page instead of a stream (is the base URL right?)", cancellationToken).ConfigureAwait(false);
            case "application/json":
                // The server ignored that a stream was asked for.
                var (bytes, isComplete) = await ResponseBody
                    .ReadAsync(response, ResponseBody.MaxBytes, _endpoint.Failures, cancellationToken)
                    .ConfigureAwait(false);
                call?.NoteBytes();
                if (!isComplete)
                {
                    throw _endpoint.Failures.Malformed($"the answer is longer than {ResponseBody.MaxBytes} bytes", bytes.Span);
                }

                if (ToUpdate(reader.Read("", bytes.Span, isAtEnd: false), reader) is { } whole)
                {
                    yield return whole;
                }

                break;
            default:
                var body = new ResponseBody(
                    await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false),
                    _endpoint.Failures,
                    turn,
                    call);
                var events = SseParser.Create(body, (eventType, data) => reader.Read(eventType, data, body.HasEnded));
                var hasEvents = false;
                await foreach (var item in events.EnumerateAsync(cancellationToken).ConfigureAwait(false))
                {
                    hasEvents = true;
                    // Events that came in one packet must not outlive a stop.
                    cancellationToken.ThrowIfCancellationRequested();
                    body.NoteEvent();
                    if (item.Data.IsEnd)
                    {
                        break;
                    }

                    if (ToUpdate(item.Data, reader) is { } update)
                    {
                        yield return update;
                    }
                }

                if (!hasEvents)
                {
                    throw _endpoint.Failures.Malformed("a stream without a single event", default);
                }

                break;
        }

        if (ToUpdate(reader.Finish(), reader, reader.Usage) is { } last)
        {
            yield return last;
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <summary>Does nothing: the HTTP client belongs to whoever made it.</summary>
    public void Dispose()
    {
    }

    private static ChatResponseUpdate? ToUpdate(in ChatChunk chunk, ChatChunkReader reader, UsageContent? usage = null)
    {
        var hasText = !string.IsNullOrEmpty(chunk.Text);
        var hasReasoning = !string.IsNullOrEmpty(chunk.Reasoning);
        if (!hasText && !hasReasoning && usage is null && chunk.FinishReason is null)
        {
            return null;
        }

        var contents = new List<AIContent>(1);
        if (hasReasoning)
        {
            contents.Add(new TextReasoningContent(chunk.Reasoning));
        }

        if (hasText)
        {
            contents.Add(new TextContent(chunk.Text));
        }

        if (usage is not null)
        {
            contents.Add(usage);
        }

        return new ChatResponseUpdate(ChatRole.Assistant, contents)
        {
            ModelId = reader.ModelId,
            ResponseId = reader.ResponseId,
            FinishReason = chunk.FinishReason,
        };
    }

    private async Task<ProviderException> MalformedAsync(HttpResponseMessage response, string what, CancellationToken cancellationToken)
    {
        var (bytes, _) = await ResponseBody.ReadAsync(response, 4096, _endpoint.Failures, cancellationToken).ConfigureAwait(false);
        return _endpoint.Failures.Malformed(what, bytes.Span);
    }
}
