namespace CompareIntel.Web.Administration.Logs;

/// <summary>Entries that were found by going back.</summary>
/// <param name="Entries">Newest first.</param>
/// <param name="Newer">Where what is logged after them begins, for <see cref="LogReader.ReadOn"/>; null when there is no file yet.</param>
/// <param name="Older">Where it goes on; null when there is nothing older.</param>
/// <param name="Back">The time of the oldest entry that was looked at; null when there was none.</param>
/// <param name="Bytes">How much was read.</param>
internal sealed record LogSlice(IReadOnlyList<LogEntry> Entries, LogPosition? Newer, LogPosition? Older, DateTimeOffset? Back, long Bytes);
