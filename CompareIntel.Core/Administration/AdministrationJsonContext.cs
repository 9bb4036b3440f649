using System.Text.Json.Serialization;

namespace CompareIntel.Core.Administration;

/// <summary>What administrators set, as it is kept.</summary>
[JsonSerializable(typeof(SwitchSettings))]
internal sealed partial class AdministrationJsonContext : JsonSerializerContext;
