using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace CompareIntel.Core.Verification;

/// <summary>Reports and requests as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, WriteIndented = true)]
[JsonSerializable(typeof(VerificationReport))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class VerificationJsonContext : JsonSerializerContext;
