namespace CompareIntel.Web.Administration.Logs;

/// <summary>Entries that were found by going on.</summary>
/// <param name="Entries">Oldest first.</param>
/// <param name="End">Where the next call goes on; null while there is no file.</param>
internal sealed record LogTail(IReadOnlyList<LogEntry> Entries, LogPosition? End);
