using System.Text.Json.Serialization;

namespace CompareIntel.Core.Export;

/// <summary>How an export is spelt: snake_case, and what is unknown is left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = 24,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ExportDocument))]
internal sealed partial class ExportJsonContext : JsonSerializerContext;
