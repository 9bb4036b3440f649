using System.Globalization;
using System.Text.Json;
using CompareIntel.Web.Administration.Logs;
using Microsoft.Extensions.DependencyInjection;

namespace CompareIntel.Tests.Browser;

/// <summary>Writes into the log files of an application whose own logs are off, as the program does.</summary>
internal sealed class LogLines
{
    private readonly string _file;
    private readonly string _source;

    public LogLines(IServiceProvider services, string source)
    {
        _source = source;
        var pattern = services.GetRequiredService<LogFiles>().Pattern;
        var today = TimeProvider.System.GetUtcNow().ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        _file = pattern.Replace("-.", $"-{today}.", StringComparison.Ordinal);
        Directory.CreateDirectory(Path.GetDirectoryName(_file)!);
    }

    public void Write(string level, string message, string? model, string? run, string? exception = null)
    {
        var line = new Dictionary<string, string?>
        {
            ["@t"] = TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture), ["@m"] = message, ["@l"] = level, ["@x"] = exception,
            ["SourceContext"] = _source, ["Model"] = model, ["ComparisonId"] = run,
        };
        File.AppendAllText(_file, JsonSerializer.Serialize(line.Where(static pair => pair.Value is not null).ToDictionary()) + "\n");
    }
}
