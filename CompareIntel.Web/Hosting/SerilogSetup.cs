using System.Globalization;
using CompareIntel.Core;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Settings.Configuration;

namespace CompareIntel.Web.Hosting;

/// <summary>The only place that knows Serilog. Levels come from the <c>Serilog</c> section; where logs go is said here.</summary>
internal static class SerilogSetup
{
    private const string ConsoleTemplate = "[{Timestamp:HH:mm:ss} {Level:u3}] {Message:lj}{NewLine}{Exception}";
    private const string FileTemplate = "{Timestamp:yyyy-MM-dd HH:mm:ss.fff zzz} [{Level:u3}] {SourceContext}: {Message:lj}{NewLine}{Exception}";
    private const string StartupFailure = "Hosting failed to start";
    private const int RetainedFiles = 14;
    private const int FileBytes = 50 * 1024 * 1024;

    /// <summary>For what happens before there is configuration, and for why the program can't start.</summary>
    public static Logger CreateBootstrapLogger() =>
        new LoggerConfiguration().WriteTo.Console(outputTemplate: ConsoleTemplate, formatProvider: CultureInfo.InvariantCulture).CreateLogger();

    public static void AddFileAndConsoleLogs(this IServiceCollection services, IConfiguration configuration, DataDirectory dataDirectory) =>
        services.AddSingleton<LogEventCounter>().AddSingleton<SwitchedLogLevel>().AddHostedService<LogLevelFollower>().AddSerilog(
            (provider, logs) => logs
                .ReadFrom.Configuration(configuration, new ConfigurationReaderOptions(typeof(ConsoleLoggerConfigurationExtensions).Assembly))
                .MinimumLevel.ControlledBy(provider.GetRequiredService<SwitchedLogLevel>().Switch)
                // ProcessHost says in one line why the start failed; the host would add a stack trace.
                .Filter.ByExcluding(static item => item.MessageTemplate.Text == StartupFailure)
                .WriteTo.Sink(provider.GetRequiredService<LogEventCounter>())
                .WriteTo.Console(outputTemplate: ConsoleTemplate, formatProvider: CultureInfo.InvariantCulture)
                .WriteTo.File(
                    Path.Combine(dataDirectory.PathOf("logs"), "compareintel-.log"),
                    outputTemplate: FileTemplate,
                    formatProvider: CultureInfo.InvariantCulture,
                    rollingInterval: RollingInterval.Day,
                    rollOnFileSizeLimit: true,
                    fileSizeLimitBytes: FileBytes,
                    retainedFileCountLimit: RetainedFiles,
                    shared: true),
            // Each application in a process has a logger of its own: tests run many.
            preserveStaticLogger: true);

    /// <summary>One line per request at Debug, without its query; faults at Error.</summary>
    public static void UseRequestLogs(this IApplicationBuilder app) =>
        app.UseSerilogRequestLogging(static options => options.GetLevel = static (context, _, exception) =>
            exception is not null || context.Response.StatusCode >= StatusCodes.Status500InternalServerError ? LogEventLevel.Error : LogEventLevel.Debug);
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
