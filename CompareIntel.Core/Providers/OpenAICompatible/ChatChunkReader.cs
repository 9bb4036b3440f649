using System.Text.Json;
using Microsoft.Extensions.AI;

namespace CompareIntel.Core.Providers.OpenAICompatible;

/// <summary>
/// Reads the chunks of one streamed answer. It runs for every token of every lane, so it goes over the bytes once and allocates the
/// delta's text and nothing else.
/// </summary>
/// <remarks>
/// The protocol is OpenAI's "chat completion chunk" (https://platform.openai.com/docs/api-reference/chat-streaming) with what other
/// servers add or leave out. Members that it does not know, and members whose type is not the expected one, are passed over.
/// </remarks>
internal sealed class ChatChunkReader(FailureMapper failures)
{
    private SurrogateJoiner _textJoiner;
    private SurrogateJoiner _reasoningJoiner;
    private bool _hasDelta;
    private bool _hasBegun;

    /// <summary>The model that answers, as the server names it.</summary>
    public string? ModelId { get; private set; }

    /// <summary>The server's id of the answer.</summary>
    public string? ResponseId { get; private set; }

    /// <summary>
    /// The newest usage. Some servers repeat it with growing numbers in every chunk, so it is given out once, at the end.
    /// </summary>
    public UsageContent? Usage { get; private set; }

    /// <summary>Reads one event.</summary>
    /// <param name="eventType">The event's name; <c>error</c> makes any data an error.</param>
    /// <param name="data">The event's data.</param>
    /// <param name="isAtEnd">Whether the response had ended when this was read, so that broken data are a broken connection.</param>
    /// <exception cref="ProviderException">The data are an error object or not what the protocol says.</exception>
    public ChatChunk Read(string eventType, ReadOnlySpan<byte> data, bool isAtEnd)
    {
        data = data.Trim(" \t\r\n"u8);
        if (data.IsEmpty)
        {
            return default;
        }

        if (data.StartsWith("[DONE]"u8))
        {
            return new ChatChunk { IsEnd = true };
        }

        if (eventType == "error")
        {
            throw failures.FromStreamError(ErrorBody.Parse(data), _hasBegun);
        }

        try
        {
            return ReadChunk(data);
        }
        catch (JsonException exception) when (isAtEnd)
        {
            throw failures.ConnectionLost("the response ended in the middle of an event", exception);
        }
        catch (JsonException exception)
        {
            throw failures.Malformed("not a chat completion chunk", data, exception);
        }
    }

    /// <summary>What is left when the stream has ended: half a character that was never completed.</summary>
    public ChatChunk Finish() => new() { Text = _textJoiner.Finish(), Reasoning = _reasoningJoiner.Finish() };

    private ChatChunk ReadChunk(ReadOnlySpan<byte> data)
    {
        var json = new Utf8JsonReader(data);
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("A chunk is a JSON object.");
        }

        ChatChunk chunk = default;
        ErrorBody? error = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("choices"u8))
            {
                json.Read();
                ReadChoices(ref json, ref chunk, ref error);
            }
            else if (json.ValueTextEquals("id"u8))
            {
                json.Read();
                ResponseId = ReadSame(ref json, ResponseId);
            }
            else if (json.ValueTextEquals("model"u8))
            {
                json.Read();
                ModelId = ReadSame(ref json, ModelId);
            }
            else if (json.ValueTextEquals("usage"u8))
            {
                json.Read();
                Usage = UsageReader.Read(ref json) ?? Usage;
            }
            else if (json.ValueTextEquals("error"u8))
            {
                json.Read();
                error = ReadError(ref json) ?? error;
            }
            else if (json.ValueTextEquals("object"u8))
            {
                json.Read();
                if (json.TokenType == JsonTokenType.String && json.ValueTextEquals("error"u8))
                {
                    error = ErrorBody.Parse(data);
                }

                json.Skip();
            }
            else
            {
                json.Read();
                json.Skip();
            }
        }

        // Reading on finds out whether anything stands behind the object, which nothing may.
        json.Read();
        if (error is not null)
        {
            throw failures.FromStreamError(error, _hasBegun);
        }

        if (chunk.FinishReason is { Value: "error" })
        {
            throw failures.EndedWithError();
        }

        chunk.Text = chunk.Text is null ? null : _textJoiner.Join(chunk.Text);
        chunk.Reasoning = chunk.Reasoning is null ? null : _reasoningJoiner.Join(chunk.Reasoning);
        _hasBegun |= HasText(chunk);
        return chunk;
    }

    private void ReadChoices(ref Utf8JsonReader json, ref ChatChunk chunk, ref ErrorBody? error)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            return;
        }

        // One answer is asked for; a second one in the same chunk would mix two texts.
        var isFirst = true;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (isFirst && json.TokenType == JsonTokenType.StartObject)
            {
                ReadChoice(ref json, ref chunk, ref error);
                isFirst = false;
            }
            else
            {
                json.Skip();
            }
        }
    }

    private void ReadChoice(ref Utf8JsonReader json, ref ChatChunk chunk, ref ErrorBody? error)
    {
        ChatChunk message = default;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("delta"u8))
            {
                json.Read();
                ReadDelta(ref json, ref chunk);
            }
            else if (json.ValueTextEquals("message"u8))
            {
                json.Read();
                ReadDelta(ref json, ref message);
            }
            else if (json.ValueTextEquals("finish_reason"u8))
            {
                json.Read();
                chunk.FinishReason = ReadFinishReason(ref json);
            }
            else if (json.ValueTextEquals("error"u8))
            {
                json.Read();
                error = ReadError(ref json) ?? error;
            }
            else
            {
                json.Read();
                json.Skip();
            }
        }

        if (HasText(chunk))
        {
            _hasDelta = true;
        }
        else if (!_hasDelta)
        {
            // Some servers stream messages instead of deltas. Others repeat the whole answer as a message behind the deltas, and
            // that must not be shown twice.
            chunk.Text = message.Text;
            chunk.Reasoning = message.Reasoning;
        }
    }

    private static bool HasText(in ChatChunk chunk) => !string.IsNullOrEmpty(chunk.Text) || !string.IsNullOrEmpty(chunk.Reasoning);

    private static void ReadDelta(ref Utf8JsonReader json, ref ChatChunk chunk)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return;
        }

        string? reasoning = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("content"u8))
            {
                json.Read();
                ReadContent(ref json, ref chunk);
            }
            else if (json.ValueTextEquals("refusal"u8))
            {
                // OpenAI puts what a model says when it declines here and leaves content null; it is the answer.
                json.Read();
                chunk.Text = Concat(chunk.Text, ReadText(ref json));
            }
            else if (json.ValueTextEquals("reasoning"u8)
                || json.ValueTextEquals("reasoning_content"u8)
                || json.ValueTextEquals("reasoning_details"u8))
            {
                // Several names for one text: OpenRouter and vLLM send two of them in the same chunk.
                json.Read();
                if (string.IsNullOrEmpty(reasoning))
                {
                    reasoning = ReadText(ref json);
                }
                else
                {
                    json.Skip();
                }
            }
            else
            {
                json.Read();
                json.Skip();
            }
        }

        chunk.Reasoning = Concat(chunk.Reasoning, reasoning);
    }

    // A string, or parts. Mistral's reasoning models send their thinking as a part of the content.
    private static void ReadContent(ref Utf8JsonReader json, ref ChatChunk chunk)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            chunk.Text = Concat(chunk.Text, ReadText(ref json));
            return;
        }

        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.StartObject)
            {
                chunk.Text = Concat(chunk.Text, ReadText(ref json));
                continue;
            }

            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                if (json.ValueTextEquals("text"u8))
                {
                    json.Read();
                    chunk.Text = Concat(chunk.Text, ReadText(ref json));
                }
                else if (json.ValueTextEquals("thinking"u8))
                {
                    json.Read();
                    chunk.Reasoning = Concat(chunk.Reasoning, ReadText(ref json));
                }
                else
                {
                    json.Read();
                    json.Skip();
                }
            }
        }
    }

    // A string, an object with its text under "text" or "summary", or an array of these. Anything else has no text.
    private static string? ReadText(ref Utf8JsonReader json)
    {
        string? text = null;
        switch (json.TokenType)
        {
            case JsonTokenType.String:
                return LenientJsonText.Read(ref json);
            case JsonTokenType.StartArray:
                while (json.Read() && json.TokenType != JsonTokenType.EndArray)
                {
                    text = Concat(text, ReadText(ref json));
                }

                return text;
            case JsonTokenType.StartObject:
                while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
                {
                    var isText = json.ValueTextEquals("text"u8) || json.ValueTextEquals("summary"u8);
                    json.Read();
                    if (isText && string.IsNullOrEmpty(text))
                    {
                        text = ReadText(ref json);
                    }
                    else
                    {
                        json.Skip();
                    }
                }

                return text;
            default:
                return null;
        }
    }

    private static string? Concat(string? first, string? second) =>
        string.IsNullOrEmpty(first) ? second : string.IsNullOrEmpty(second) ? first : first + second;

    // Ids are the same in every chunk; only the first one becomes a string.
    private static string? ReadSame(ref Utf8JsonReader json, string? known)
    {
        if (json.TokenType != JsonTokenType.String)
        {
            json.Skip();
            return known;
        }

        return known is not null && json.ValueTextEquals(known) ? known : LenientJsonText.Read(ref json) is { Length: > 0 } text ? text : known;
    }

    private static ChatFinishReason? ReadFinishReason(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.String)
        {
            json.Skip();
            return null;
        }

        return LenientJsonText.Read(ref json) is { Length: > 0 } reason ? new ChatFinishReason(reason) : null;
    }

    // Some servers send the member in every chunk and mean "none" by null, false, "" or {}.
    private static ErrorBody? ReadError(ref Utf8JsonReader json)
    {
        if (json.TokenType is JsonTokenType.Null or JsonTokenType.False)
        {
            return null;
        }

        var element = JsonElement.ParseValue(ref json);
        return element.GetRawText() is "\"\"" or "{}" ? null : ErrorBody.From(element);
    }
}
