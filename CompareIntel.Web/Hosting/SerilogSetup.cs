using System.Globalization;
using System.Text.RegularExpressions;
using CompareIntel.Web.Administration.Logs;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Settings.Configuration;
using Serilog.Templates;

namespace CompareIntel.Web.Hosting;

/// <summary>The only place that knows Serilog. Levels come from the <c>Serilog</c> section; where logs go is said here.</summary>
internal static class SerilogSetup
{
    private const string ConsoleTemplate = "[{Timestamp:HH:mm:ss} {Level:u3}] {Message:lj}{NewLine}{Exception}";

    /// <summary>A line of JSON for each entry, in Serilog's compact names; the page of the logs reads them.</summary>
    private const string FileTemplate = "{ {@t: UtcDateTime(@t), @l: if @l = 'Information' then undefined() else @l, @m, @x, @tr, @sp, ..@p} }\n";

    private const string StartupFailure = "Hosting failed to start";
    private const int RetainedFiles = 14;
    private const int BufferedEntries = 10_000;
    private const int FileBytes = 50 * 1024 * 1024;

    /// <summary>For what happens before there is configuration, and for why the program can't start.</summary>
    public static Logger CreateBootstrapLogger() =>
        new LoggerConfiguration().WriteTo.Console(outputTemplate: ConsoleTemplate, formatProvider: CultureInfo.InvariantCulture).CreateLogger();

    public static void AddFileAndConsoleLogs(this IServiceCollection services, IConfiguration configuration) =>
        services.AddSingleton<LogFiles>().AddSingleton<LogReader>().AddSingleton<LogEventCounter>().AddSingleton<SwitchedLogLevel>().AddHostedService<LogLevelFollower>().AddSerilog(
            (provider, logs) => logs
                .ReadFrom.Configuration(configuration, new ConfigurationReaderOptions(typeof(ConsoleLoggerConfigurationExtensions).Assembly))
                .MinimumLevel.ControlledBy(provider.GetRequiredService<SwitchedLogLevel>().Switch)
                // ProcessHost says in one line why the start failed; the host would add a stack trace.
                .Filter.ByExcluding(static item => item.MessageTemplate.Text == StartupFailure)
                .Enrich.With<PathWithoutTokens>()
                .WriteTo.Sink(provider.GetRequiredService<LogEventCounter>())
                // On a thread of their own: whoever logs, such as a lane that ends, does not wait for the disk or the terminal.
                .WriteTo.Async(
                    sinks => sinks
                        .Console(outputTemplate: ConsoleTemplate, formatProvider: CultureInfo.InvariantCulture)
                        .WriteTo.File(
                            new ExpressionTemplate(FileTemplate, CultureInfo.InvariantCulture),
                            provider.GetRequiredService<LogFiles>().Pattern,
                            rollingInterval: RollingInterval.Day,
                            rollOnFileSizeLimit: true,
                            fileSizeLimitBytes: FileBytes,
                            retainedFileCountLimit: RetainedFiles,
                            shared: true),
                    // Of a burst that is larger nothing is lost: then they wait.
                    bufferSize: BufferedEntries,
                    blockWhenFull: true),
            // Each application in a process has a logger of its own: tests run many.
            preserveStaticLogger: true);

    /// <summary>One line per request at Debug, without its query; what was turned away for now, say during maintenance, at Warning, and faults at Error.</summary>
    public static void UseRequestLogs(this IApplicationBuilder app) =>
        app.UseSerilogRequestLogging(options =>
        {
            // Without this it would log to the static logger, which is nobody's here.
            options.Logger = app.ApplicationServices.GetRequiredService<Serilog.ILogger>();
            options.GetLevel = static (context, _, exception) => (exception, context.Response.StatusCode) switch
            {
                (null, StatusCodes.Status503ServiceUnavailable) => LogEventLevel.Warning,
                (not null, _) or (_, >= StatusCodes.Status500InternalServerError) => LogEventLevel.Error,
                _ => LogEventLevel.Debug,
            };
        });
}

/// <summary>Takes the tokens of links out of paths: whoever knows one sees what was shared.</summary>
internal sealed partial class PathWithoutTokens : ILogEventEnricher
{
    private const string Name = "RequestPath";

    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        if (logEvent.Properties.TryGetValue(Name, out var value) && value is ScalarValue { Value: string path } && Token().Match(path) is { Success: true } match)
        {
            logEvent.AddOrUpdateProperty(new LogEventProperty(Name, new ScalarValue($"{path[..match.Groups[1].Index]}…{path[(match.Groups[1].Index + match.Groups[1].Length)..]}")));
        }
    }

    [GeneratedRegex("(?:^/s|/shares)/([^/]+)", RegexOptions.IgnoreCase)]
    private static partial Regex Token();
}

/// <summary>Counts what is logged.</summary>
internal sealed class LogEventCounter : ILogEventSink
{
    private readonly long[] _counts = new long[Enum.GetValues<LogEventLevel>().Length];

    /// <summary>Events since the program started.</summary>
    public long Count => Enum.GetValues<LogEventLevel>().Sum(CountOf);

    /// <summary>Events of this level since the program started.</summary>
    public long CountOf(LogEventLevel level) => Interlocked.Read(ref _counts[(int)level]);

    public void Emit(LogEvent logEvent) => Interlocked.Increment(ref _counts[(int)logEvent.Level]);
}
