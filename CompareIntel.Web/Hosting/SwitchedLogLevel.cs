using CompareIntel.Core.Administration;
using Microsoft.Extensions.Primitives;
using Serilog.Core;
using Serilog.Events;

namespace CompareIntel.Web.Hosting;

/// <summary>The least level that is logged: what an administrator switched to, or else what the settings say, also when those change. Levels of namespaces stay as set.</summary>
internal sealed class SwitchedLogLevel : IDisposable
{
    private const string Section = "Serilog:MinimumLevel";

    private readonly IConfiguration _configuration;
    private readonly IDisposable _registration;
    private volatile string? _chosen;

    public SwitchedLogLevel(IConfiguration configuration)
    {
        _configuration = configuration;
        Apply();
        _registration = ChangeToken.OnChange(configuration.GetReloadToken, Apply);
    }

    public LoggingLevelSwitch Switch { get; } = new();

    public void Dispose() => _registration.Dispose();

    /// <param name="level">Such as <c>Debug</c>; null for what the settings say.</param>
    public void Choose(string? level)
    {
        _chosen = level;
        Apply();
    }

    private void Apply() => Switch.MinimumLevel =
        Enum.TryParse<LogEventLevel>(_chosen ?? _configuration[$"{Section}:Default"] ?? _configuration[Section], ignoreCase: true, out var level) ? level : LogEventLevel.Information;
}

/// <summary>Hands the administrator's choice on to the logs.</summary>
internal sealed class LogLevelFollower(RuntimeSwitches switches, SwitchedLogLevel level) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        switches.Changed += Follow;
        Follow();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        switches.Changed -= Follow;
        return Task.CompletedTask;
    }

    private void Follow() => level.Choose(switches.Current.LogLevel);
}
