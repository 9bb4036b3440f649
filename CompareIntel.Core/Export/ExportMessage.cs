namespace CompareIntel.Core.Export;

/// <summary>An earlier message of a lane.</summary>
internal sealed record ExportMessage(string Role, string Content);
