using System.Text.Json.Serialization;

namespace CompareIntel.Core.Diagnostics;

/// <summary>What is kept on disk. <paramref name="Format"/> is 1.</summary>
internal sealed record ModelStatisticsFile(int Format, IReadOnlyDictionary<string, ModelStatistic> Models)
{
    public const int CurrentFormat = 1;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ModelStatisticsFile))]
internal sealed partial class ModelStatisticsJsonContext : JsonSerializerContext;
