using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace CompareIntel.Core.Verification;

/// <summary>Reports and requests as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, WriteIndented = true)]
[JsonSerializable(typeof(VerificationReport))]
[JsonSerializable(typeof(VerificationOptions))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class VerificationJsonContext : JsonSerializerContext;

/// <summary>How criteria are written down.</summary>
public static class VerificationJson
{
    public static System.Text.Json.Serialization.Metadata.JsonTypeInfo<VerificationOptions> Options => VerificationJsonContext.Default.VerificationOptions;
}
