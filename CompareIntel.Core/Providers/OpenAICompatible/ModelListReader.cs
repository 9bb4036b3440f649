using System.Globalization;
using System.Text.Json;
using CompareIntel.Core.Catalog;

namespace CompareIntel.Core.Providers.OpenAICompatible;

/// <summary>
/// Reads <c>GET /models</c>: OpenAI's short list, OpenRouter's long one (https://openrouter.ai/docs/api-reference/list-available-models) or
/// a bare array. What an entry does not say, or says in a way that can't be read, is unknown.
/// </summary>
internal static class ModelListReader
{
    private const decimal TokensPerPrice = 1_000_000m;

    // Dividing by it takes trailing zeros off a decimal, so that 2.5000000 reads 2.5.
    private const decimal NormalizingOne = 1.0000000000000000000000000000m;

    /// <summary>The models in the list's order, and how many entries could not be read or were there twice.</summary>
    /// <exception cref="JsonException">It is no list of models.</exception>
    public static (IReadOnlyList<ModelDescriptor> Models, int Skipped) Read(ReadOnlyMemory<byte> utf8, string provider)
    {
        using var document = JsonDocument.Parse(utf8);
        var list = document.RootElement;
        if (list.ValueKind == JsonValueKind.Object && list.TryGetProperty("data", out var data))
        {
            list = data;
        }

        if (list.ValueKind == JsonValueKind.Null)
        {
            // A server without models.
            return ([], 0);
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            throw new JsonException("There is no list of models.");
        }

        List<ModelDescriptor> models = [];
        HashSet<string> ids = new(StringComparer.Ordinal);
        var skipped = 0;
        foreach (var entry in list.EnumerateArray())
        {
            if (ReadModel(entry, provider) is { } model && ids.Add(model.Id))
            {
                models.Add(model);
            }
            else
            {
                skipped++;
            }
        }

        return (models, skipped);
    }

    private static ModelDescriptor? ReadModel(JsonElement entry, string provider)
    {
        if (Text(entry, "id") is not { } id)
        {
            return null;
        }

        var pricing = Member(entry, "pricing");
        return new ModelDescriptor
        {
            Provider = provider,
            Id = id,
            Name = Text(entry, "name") ?? id,
            Description = Text(entry, "description") ?? "",
            Category = Vendor(id) ?? Text(entry, "owned_by") ?? "",
            // OpenRouter, Groq, Mistral and vLLM name it differently.
            ContextLength = Count(entry, "context_length") ?? Count(entry, "context_window") ?? Count(entry, "max_context_length") ?? Count(entry, "max_model_len"),
            MaxOutputTokens = Count(Member(entry, "top_provider"), "max_completion_tokens"),
            InputPricePerMillion = PricePerMillion(pricing, "prompt"),
            OutputPricePerMillion = PricePerMillion(pricing, "completion"),
            SupportsVision = ContainsAny(Member(Member(entry, "architecture"), "input_modalities"), "image"),
            SupportsReasoning = ContainsAny(Member(entry, "supported_parameters"), "reasoning", "include_reasoning"),
        };
    }

    private static string? Vendor(string id)
    {
        var slash = id.IndexOf('/', StringComparison.Ordinal);
        // Gemini's ids all begin with "models/", which is no vendor.
        return slash > 0 && !id.StartsWith("models/", StringComparison.Ordinal) ? id[..slash] : null;
    }

    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    private static string? Text(JsonElement element, string name)
    {
        var value = Member(element, name);
        if (value.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        try
        {
            return value.GetString() is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;
        }
        catch (InvalidOperationException)
        {
            // Not valid Unicode.
            return null;
        }
    }

    private static decimal? Number(JsonElement element, string name)
    {
        var value = Member(element, name);
        return value.ValueKind switch
        {
            JsonValueKind.Number => value.TryGetDecimal(out var number) ? number : null,
            JsonValueKind.String => decimal.TryParse(Text(element, name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
            _ => null,
        };
    }

    private static int? Count(JsonElement element, string name) =>
        Number(element, name) is { } number and > 0 and <= int.MaxValue ? (int)number : null;

    // OpenRouter says -1 where the price depends on the model that it picks. A price above a dollar per token is no price.
    private static decimal? PricePerMillion(JsonElement pricing, string name) =>
        Number(pricing, name) is { } perToken and >= 0 and <= 1 ? perToken * TokensPerPrice / NormalizingOne : null;

    private static bool? ContainsAny(JsonElement array, params ReadOnlySpan<string> names)
    {
        if (array.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        foreach (var item in array.EnumerateArray())
        {
            foreach (var name in names)
            {
                if (item.ValueKind == JsonValueKind.String && item.ValueEquals(name))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
