using System.Text.Json;
using System.Text.Json.Serialization;
using CompareIntel.Core.Comparisons;

namespace CompareIntel.Core.LineUps;

/// <summary>A lane is its model's id alone, or an object where it has settings, see docs/export-format.md.</summary>
internal sealed class LineUpLaneConverter : JsonConverter<LineUpLane>
{
    public override LineUpLane? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return new LineUpLane(reader.GetString()!);
        }

        var item = JsonSerializer.Deserialize(ref reader, LineUpJsonContext.Default.LineUpLaneItem)!;
        var settings = new LaneSettings(string.IsNullOrWhiteSpace(item.System) ? null : item.System, item.Temperature, item.TopP, item.MaxOutputTokens);
        return new LineUpLane(item.Model ?? "", settings == LaneSettings.Default ? null : settings);
    }

    public override void Write(Utf8JsonWriter writer, LineUpLane value, JsonSerializerOptions options)
    {
        if (value.Settings is not { } settings)
        {
            writer.WriteStringValue(value.Model);
            return;
        }

        var item = new LineUpLaneItem
        {
            Model = value.Model,
            System = settings.System,
            Temperature = settings.Temperature,
            TopP = settings.TopP,
            MaxOutputTokens = settings.MaxOutputTokens,
        };
        JsonSerializer.Serialize(writer, item, LineUpJsonContext.Default.LineUpLaneItem);
    }
}
