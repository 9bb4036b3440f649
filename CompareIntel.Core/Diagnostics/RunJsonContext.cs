using System.Text.Json.Serialization;

namespace CompareIntel.Core.Diagnostics;

/// <summary>What is kept about single runs.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(WatchTiming))]
[JsonSerializable(typeof(IReadOnlyList<WatchTiming>))]
[JsonSerializable(typeof(FirstWordTiming))]
[JsonSerializable(typeof(IReadOnlyList<ReportedLane>))]
internal sealed partial class RunJsonContext : JsonSerializerContext;
