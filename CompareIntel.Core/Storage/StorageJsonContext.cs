using System.Text.Json.Serialization;
using CompareIntel.Core.Comparisons;

namespace CompareIntel.Core.Storage;

/// <summary>
/// What is stored as JSON: events that are few, and messages. A property that an older version did not write reads as its default, so they may gain some.
/// </summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, IgnoreReadOnlyProperties = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(AttemptFailed))]
[JsonSerializable(typeof(LaneEnded))]
[JsonSerializable(typeof(ComparisonEnded))]
[JsonSerializable(typeof(IReadOnlyList<StoredMessage>))]
internal sealed partial class StorageJsonContext : JsonSerializerContext;
