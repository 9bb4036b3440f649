using System.Globalization;

namespace CompareIntel.Web.Administration.Logs;

/// <summary>Which entries are wanted. What is empty or null wants all.</summary>
internal sealed record LogFilter
{
    /// <summary>Stands in the message, the source or the exception, in whatever case.</summary>
    public string Text { get; init; } = "";

    /// <summary>This severe or more.</summary>
    public LogSeverity Severity { get; init; }

    /// <summary>The comparison, exactly.</summary>
    public string Run { get; init; } = "";

    /// <summary>Stands in the model's id, in whatever case.</summary>
    public string Model { get; init; } = "";

    /// <summary>Then or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Then or earlier.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Reads it from a query; what can't be read wants all.</summary>
    public static LogFilter Of(string? text, string? level, string? run, string? model, string? from, string? to) => new()
    {
        Text = text?.Trim() ?? "",
        Severity = Enum.TryParse<LogSeverity>(level, ignoreCase: true, out var severity) && Enum.IsDefined(severity) ? severity : LogSeverity.Verbose,
        Run = run?.Trim() ?? "",
        Model = model?.Trim() ?? "",
        From = ReadTime(from),
        To = ReadTime(to),
    };

    public bool Takes(LogEntry entry) =>
        entry.Severity >= Severity
        && (From is null || entry.At >= From)
        && (To is null || entry.At <= To)
        && (Run.Length == 0 || entry.Run == Run)
        && (Model.Length == 0 || entry.Model?.Contains(Model, StringComparison.OrdinalIgnoreCase) == true)
        && (Text.Length == 0 || Has(entry.Message) || Has(entry.Source) || Has(entry.Exception) || entry.Trace == Text);

    /// <summary>The filter as a query string, with its question mark; empty if it wants all.</summary>
    public string ToQuery()
    {
        string[] parts =
        [
            .. Part("text", Text), .. Part("level", Severity == LogSeverity.Verbose ? "" : Severity.ToString()), .. Part("run", Run), .. Part("model", Model),
            .. Part("from", WriteTime(From)), .. Part("to", WriteTime(To)),
        ];
        return parts.Length == 0 ? "" : "?" + string.Join('&', parts);
    }

    /// <summary>As browsers write times, in UTC.</summary>
    public static string WriteTime(DateTimeOffset? time) => time?.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture) ?? "";

    private static IEnumerable<string> Part(string name, string value) => value.Length == 0 ? [] : [$"{name}={Uri.EscapeDataString(value)}"];

    private static DateTimeOffset? ReadTime(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;

    private bool Has(string? text) => text?.Contains(Text, StringComparison.OrdinalIgnoreCase) == true;
}
