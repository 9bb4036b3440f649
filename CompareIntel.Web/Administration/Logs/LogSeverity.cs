namespace CompareIntel.Web.Administration.Logs;

/// <summary>How much an entry matters, least first; named as in the files.</summary>
public enum LogSeverity
{
    Verbose,
    Debug,
    Information,
    Warning,
    Error,
    Fatal,
}
