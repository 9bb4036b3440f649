using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace CompareIntel.Core.Providers.OpenAICompatible;

/// <summary>Reads the <c>usage</c> object: OpenAI's token counts and OpenRouter's cost.</summary>
internal static class UsageReader
{
    /// <summary>What the value under the reader says, or null when it says nothing; the reader stands at its end.</summary>
    public static UsageContent? Read(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return null;
        }

        var usage = new UsageDetails();
        decimal? cost = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("prompt_tokens"u8))
            {
                json.Read();
                usage.InputTokenCount = ReadCount(ref json);
            }
            else if (json.ValueTextEquals("completion_tokens"u8))
            {
                json.Read();
                usage.OutputTokenCount = ReadCount(ref json);
            }
            else if (json.ValueTextEquals("total_tokens"u8))
            {
                json.Read();
                usage.TotalTokenCount = ReadCount(ref json);
            }
            else if (json.ValueTextEquals("completion_tokens_details"u8))
            {
                json.Read();
                usage.ReasoningTokenCount = ReadCountOf(ref json, "reasoning_tokens"u8);
            }
            else if (json.ValueTextEquals("prompt_tokens_details"u8))
            {
                json.Read();
                usage.CachedInputTokenCount = ReadCountOf(ref json, "cached_tokens"u8);
            }
            else if (json.ValueTextEquals("cost"u8))
            {
                json.Read();
                cost = ReadNumber(ref json);
            }
            else
            {
                json.Read();
                json.Skip();
            }
        }

        if (usage is { InputTokenCount: null, OutputTokenCount: null, TotalTokenCount: null } && cost is null)
        {
            return null;
        }

        return new UsageContent(usage)
        {
            AdditionalProperties = cost is { } known ? new AdditionalPropertiesDictionary { [ProviderProperties.CostUsd] = known } : null,
        };
    }

    private static long? ReadCountOf(ref Utf8JsonReader json, ReadOnlySpan<byte> name)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return null;
        }

        long? count = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isCount = json.ValueTextEquals(name);
            json.Read();
            if (isCount)
            {
                count = ReadCount(ref json);
            }
            else
            {
                json.Skip();
            }
        }

        return count;
    }

    private static long? ReadCount(ref Utf8JsonReader json) =>
        ReadNumber(ref json) is { } number and <= long.MaxValue ? (long)number : null;

    // A number or a string that holds one; never negative, because servers mean "unknown" by that.
    private static decimal? ReadNumber(ref Utf8JsonReader json)
    {
        decimal number;
        var isNumber = json.TokenType switch
        {
            JsonTokenType.Number => json.TryGetDecimal(out number),
            JsonTokenType.String => decimal.TryParse(LenientJsonText.Read(ref json), NumberStyles.Float, CultureInfo.InvariantCulture, out number),
            _ => Skip(ref json, out number),
        };
        return isNumber && number >= 0 ? number : null;
    }

    private static bool Skip(ref Utf8JsonReader json, out decimal number)
    {
        json.Skip();
        number = 0;
        return false;
    }
}
