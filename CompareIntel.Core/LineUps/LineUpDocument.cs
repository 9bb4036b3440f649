using System.Text.Json.Serialization;

namespace CompareIntel.Core.LineUps;

/// <summary>Line-ups as a JSON file, see docs/export-format.md.</summary>
internal sealed record LineUpDocument
{
    public const string CurrentFormat = "compareintel/line-ups/1";

    public string? Format { get; init; }

    public IReadOnlyList<LineUpItem?>? LineUps { get; init; }
}

/// <summary>One of them.</summary>
internal sealed record LineUpItem
{
    public string? Name { get; init; }

    public bool Default { get; init; }

    public IReadOnlyList<LineUpLane?>? Models { get; init; }
}

/// <summary>A model with settings.</summary>
internal sealed record LineUpLaneItem
{
    public string? Model { get; init; }

    public string? System { get; init; }

    public float? Temperature { get; init; }

    public float? TopP { get; init; }

    public int? MaxOutputTokens { get; init; }
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(LineUpDocument))]
[JsonSerializable(typeof(LineUpLaneItem))]
[JsonSerializable(typeof(IReadOnlyList<LineUpLane>))]
internal sealed partial class LineUpJsonContext : JsonSerializerContext;
