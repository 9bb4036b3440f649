using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace CompareIntel.Core.Providers.OpenAICompatible;

/// <summary>Writes the body of a streaming chat completion request.</summary>
internal static class ChatRequestWriter
{
    // The body is read by a JSON parser and never stands in a page, so text may go out as it is.
    private static readonly JsonWriterOptions s_writerOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static HttpContent Write(IEnumerable<ChatMessage> messages, ChatOptions? options, bool isOpenAI, bool isOpenRouter)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, s_writerOptions))
        {
            json.WriteStartObject();
            json.WriteString("model"u8, options?.ModelId ?? throw new ArgumentException("The model is missing.", nameof(options)));
            WriteMessages(json, messages, options.Instructions);
            json.WriteBoolean("stream"u8, true);
            json.WriteStartObject("stream_options"u8);
            json.WriteBoolean("include_usage"u8, true);
            json.WriteEndObject();
            if (isOpenRouter)
            {
                // Asks for the cost. Other servers may refuse a member that they do not know.
                json.WriteStartObject("usage"u8);
                json.WriteBoolean("include"u8, true);
                json.WriteEndObject();
            }

            // OpenAI's reasoning models refuse the old name, nearly everyone else knows only that one.
            WriteNumber(json, isOpenAI ? "max_completion_tokens" : "max_tokens", options.MaxOutputTokens);
            WriteNumber(json, "temperature", options.Temperature);
            WriteNumber(json, "top_p", options.TopP);
            WriteNumber(json, "frequency_penalty", options.FrequencyPenalty);
            WriteNumber(json, "presence_penalty", options.PresencePenalty);
            WriteNumber(json, "seed", options.Seed);
            if (options.StopSequences is { Count: > 0 } stops)
            {
                json.WriteStartArray("stop"u8);
                foreach (var stop in stops)
                {
                    json.WriteStringValue(stop);
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return new ReadOnlyMemoryContent(buffer.WrittenMemory)
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
        };
    }

    private static void WriteMessages(Utf8JsonWriter json, IEnumerable<ChatMessage> messages, string? instructions)
    {
        json.WriteStartArray("messages"u8);
        if (!string.IsNullOrEmpty(instructions))
        {
            WriteMessage(json, new ChatMessage(ChatRole.System, instructions));
        }

        foreach (var message in messages)
        {
            WriteMessage(json, message);
        }

        json.WriteEndArray();
    }

    private static void WriteMessage(Utf8JsonWriter json, ChatMessage message)
    {
        json.WriteStartObject();
        json.WriteString("role"u8, message.Role.Value);
        if (message.Contents.Any(static content => content is DataContent or UriContent))
        {
            json.WriteStartArray("content"u8);
            foreach (var content in message.Contents)
            {
                WritePart(json, content);
            }

            json.WriteEndArray();
        }
        else
        {
            // Plain text goes as a string: many servers know no parts.
            json.WriteString("content"u8, message.Text);
        }

        json.WriteEndObject();
    }

    private static void WritePart(Utf8JsonWriter json, AIContent content)
    {
        switch (content)
        {
            case TextContent text:
                json.WriteStartObject();
                json.WriteString("type"u8, "text"u8);
                json.WriteString("text"u8, text.Text);
                json.WriteEndObject();
                break;
            case DataContent data when data.HasTopLevelMediaType("image"):
                WriteImage(json, data.Uri);
                break;
            case UriContent uri when uri.HasTopLevelMediaType("image"):
                WriteImage(json, uri.Uri.AbsoluteUri);
                break;
            case DataContent or UriContent:
                // Leaving it out would let a model answer a question that nobody asked.
                throw new NotSupportedException("Only images can be attached to a message of the chat completions protocol.");
        }
    }

    private static void WriteImage(Utf8JsonWriter json, string address)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "image_url"u8);
        json.WriteStartObject("image_url"u8);
        json.WriteString("url"u8, address);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, float? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }
}
