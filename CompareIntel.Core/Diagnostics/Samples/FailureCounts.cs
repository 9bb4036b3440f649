using System.Text.Json;
using System.Text.Json.Serialization;
using CompareIntel.Core.Comparisons;

namespace CompareIntel.Core.Diagnostics.Samples;

/// <summary>How often each kind of failure came, as text.</summary>
internal static class FailureCounts
{
    public static string? Write(Dictionary<FailureKind, long> counts) =>
        counts.Count == 0 ? null : JsonSerializer.Serialize(counts, FailureCountsJsonContext.Default.DictionaryFailureKindInt64);

    /// <exception cref="InvalidDataException">It is not what <see cref="Write"/> wrote.</exception>
    public static Dictionary<FailureKind, long> Read(string? text)
    {
        try
        {
            return text is null ? [] : JsonSerializer.Deserialize(text, FailureCountsJsonContext.Default.DictionaryFailureKindInt64) ?? [];
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException("Stored counts of failures are damaged.", exception);
        }
    }
}

[JsonSourceGenerationOptions(UseStringEnumConverter = true)]
[JsonSerializable(typeof(Dictionary<FailureKind, long>))]
internal sealed partial class FailureCountsJsonContext : JsonSerializerContext;
