namespace CompareIntel.Core.Export;

/// <summary>Why a lane or an attempt failed.</summary>
internal sealed record ExportFailure(string Kind, string Message);
