using System.Globalization;
using System.Text.Json;

namespace CompareIntel.Web.Administration.Logs;

/// <summary>One entry of the log files.</summary>
public sealed record LogEntry
{
    /// <summary>Where its line begins, which tells it from another that says the same; null where that is not known.</summary>
    public LogPosition? Place { get; init; }

    public required DateTimeOffset At { get; init; }

    public required LogSeverity Severity { get; init; }

    /// <summary>What happened, in words.</summary>
    public required string Message { get; init; }

    /// <summary>The class that logged it; empty if it does not say.</summary>
    public string Source { get; init; } = "";

    /// <summary>With its stack; null if there was none.</summary>
    public string? Exception { get; init; }

    /// <summary>The comparison that it is about; null if it is about none.</summary>
    public string? Run { get; init; }

    /// <summary>The model that it is about; null if it is about none.</summary>
    public string? Model { get; init; }

    /// <summary>The id of the trace that it belongs to, which an error page names; null if there was none.</summary>
    public string? Trace { get; init; }

    /// <summary>Reads a line of a file; null for one that is no entry, such as one that a crash cut off.</summary>
    public static LogEntry? TryRead(ReadOnlySpan<byte> line)
    {
        DateTimeOffset? at = null;
        var severity = LogSeverity.Information;
        string? message = null, source = null, exception = null, run = null, model = null, trace = null;
        try
        {
            var reader = new Utf8JsonReader(line);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("@t"u8))
                {
                    at = DateTimeOffset.Parse(ReadText(ref reader) ?? "", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
                }
                else if (reader.ValueTextEquals("@l"u8))
                {
                    severity = Enum.TryParse<LogSeverity>(ReadText(ref reader), out var read) ? read : severity;
                }
                else if (reader.ValueTextEquals("@m"u8))
                {
                    message = ReadText(ref reader);
                }
                else if (reader.ValueTextEquals("@x"u8))
                {
                    exception = ReadText(ref reader);
                }
                else if (reader.ValueTextEquals("@tr"u8))
                {
                    trace = ReadText(ref reader);
                }
                else if (reader.ValueTextEquals("SourceContext"u8))
                {
                    source = ReadText(ref reader);
                }
                else if (reader.ValueTextEquals("ComparisonId"u8))
                {
                    run = ReadText(ref reader);
                }
                else if (reader.ValueTextEquals("Model"u8))
                {
                    model = ReadText(ref reader);
                }
                else
                {
                    reader.Skip();
                }
            }
        }
        catch (Exception fault) when (fault is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }

        return at is { } time && message is not null
            ? new LogEntry { At = time, Severity = severity, Message = message, Source = source ?? "", Exception = exception, Run = run, Model = model, Trace = trace }
            : null;
    }

    private static string? ReadText(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString();
        }

        reader.Skip();
        return null;
    }
}
