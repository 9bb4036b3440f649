using System.Text.Json.Serialization;

namespace CompareIntel.Benchmarks.Parts;

/// <summary>A chunk as the serializer's peer reads it.</summary>
internal sealed record ChunkBody(string Id, string Model, ChunkChoice[] Choices);

internal sealed record ChunkChoice(int Index, ChunkDelta Delta, string? FinishReason);

internal sealed record ChunkDelta(string? Role, string? Content);

/// <summary>Generated code, the serializer at its best.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ChunkBody))]
internal sealed partial class ChunkJsonContext : JsonSerializerContext;
