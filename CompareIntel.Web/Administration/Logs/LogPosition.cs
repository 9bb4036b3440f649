namespace CompareIntel.Web.Administration.Logs;

/// <summary>A place between two lines of the log files.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Offset">Bytes before it.</param>
public sealed record LogPosition(string File, long Offset);
