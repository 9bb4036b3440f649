using CompareIntel.Core.Administration;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Verification;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace CompareIntel.Web.Administration;

/// <summary>The release checks as they are made now, or were made last since the program started.</summary>
/// <param name="Report">What has been found out so far.</param>
/// <param name="StartedBy">The administrator who had them made.</param>
/// <param name="IsRunning">Whether there are more to come.</param>
/// <param name="Number">The number that the report is kept under; null while it is not.</param>
/// <param name="Fault">Why they ended too early, or the report is not kept; null when nothing went wrong.</param>
public sealed record CheckProgress(VerificationReport Report, string StartedBy, bool IsRunning, long? Number, string? Fault);

/// <summary>
/// Makes the release checks for the page as the command line makes them: over HTTP, from outside, one run at a time, whoever looks. The report is compared with
/// the ones before it and kept. Closing the page does not end them.
/// </summary>
public sealed partial class ReleaseCheckRunner(
    CheckReports reports,
    StoredSettings settings,
    IOptionsMonitor<VerificationOptions> configured,
    IEnumerable<IValidateOptions<VerificationOptions>> validators,
    IServer server,
    TimeProvider timeProvider,
    IHostApplicationLifetime lifetime,
    ILogger<ReleaseCheckRunner> logger)
{
    private const string SettingName = "verification";

    private readonly Lock _lock = new();
    private CancellationTokenSource? _cancellation;
    private CheckProgress? _current;

    /// <summary>Called, on any thread, when <see cref="Current"/> has changed.</summary>
    public event Action? Changed;

    /// <summary>Null before the first run.</summary>
    public CheckProgress? Current => Volatile.Read(ref _current);

    /// <summary>Where this server is reached from its own machine.</summary>
    public Uri OwnAddress => new((server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? Hosting.LocalSettings.DefaultAddress)
        .Replace("://[::]", "://localhost", StringComparison.Ordinal)
        .Replace("://0.0.0.0", "://localhost", StringComparison.Ordinal)
        .Replace("://+", "://localhost", StringComparison.Ordinal)
        .Replace("://*", "://localhost", StringComparison.Ordinal));

    /// <summary>What a server is held against: what an administrator saved, or else what the settings say.</summary>
    /// <exception cref="StorageUnavailableException">The storage can't be reached.</exception>
    public async Task<VerificationOptions> GetCriteriaAsync() =>
        await settings.FindAsync(SettingName, VerificationJson.Options) ?? configured.CurrentValue;

    /// <summary>Saves it; null takes back what was saved.</summary>
    /// <returns>What is wrong with it; nothing is saved then.</returns>
    /// <exception cref="StorageUnavailableException">The storage can't be reached.</exception>
    public async Task<IReadOnlyList<string>> SetCriteriaAsync(VerificationOptions? criteria)
    {
        string[] faults = criteria is null ? [] : [.. validators.Select(validator => validator.Validate(Options.DefaultName, criteria)).SelectMany(static result => result.Failures ?? [])];
        if (faults.Length == 0)
        {
            await settings.SetAsync(SettingName, criteria, VerificationJson.Options);
        }

        return faults;
    }

    /// <summary>Begins; false when checks are being made already.</summary>
    /// <param name="address">The server's address.</param>
    /// <param name="models">The models to ask; none for its simulated ones.</param>
    /// <param name="criteria">What it is held against.</param>
    /// <param name="apiKey">Sent to it and kept nowhere; null for none.</param>
    /// <param name="startedBy">The administrator's name.</param>
    public bool TryStart(Uri address, IReadOnlyList<string> models, VerificationOptions criteria, string? apiKey, string startedBy)
    {
        lock (_lock)
        {
            if (_cancellation is not null)
            {
                return false;
            }

            _cancellation = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping);
            var verifier = new ReleaseVerifier(address, models, criteria, timeProvider, apiKey);
            Show(new CheckProgress(verifier.Report, startedBy, true, null, null));
            var token = _cancellation.Token;
            _ = Task.Run(() => RunAsync(verifier, startedBy, token), CancellationToken.None);
            return true;
        }
    }

    /// <summary>Ends the checks that are being made, if any. Their report is not kept.</summary>
    public void Cancel()
    {
        lock (_lock)
        {
            _cancellation?.Cancel();
        }
    }

    private async Task RunAsync(ReleaseVerifier verifier, string startedBy, CancellationToken cancellationToken)
    {
        CheckProgress last;
        try
        {
            await foreach (var _ in verifier.RunAsync(cancellationToken))
            {
                Show(new CheckProgress(verifier.Report, startedBy, true, null, null));
            }

            last = await KeepAsync(verifier.Report, startedBy);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            last = new CheckProgress(verifier.Report, startedBy, false, null, "The checks were cancelled, so this is not kept.");
        }
        catch (Exception exception)
        {
            LogFault(exception, verifier.Report.Server);
            last = new CheckProgress(verifier.Report, startedBy, false, null, "The checks ended by a fault of the program; its log has the details.");
        }

        lock (_lock)
        {
            _cancellation?.Dispose();
            _cancellation = null;
        }

        Show(last);
    }

    private async Task<CheckProgress> KeepAsync(VerificationReport report, string startedBy)
    {
        try
        {
            var earlier = await reports.ListAsync(report.Server, long.MaxValue, ReportTrend.MostReports);
            if (ReportTrend.Of(report, earlier.Select(static kept => kept.Report)).ToErrorRateCheck() is { } errorRate)
            {
                report = report with { Checks = [.. report.Checks, errorRate] };
            }

            return new CheckProgress(report, startedBy, false, await reports.AddAsync(report, startedBy), null);
        }
        catch (StorageUnavailableException exception)
        {
            return new CheckProgress(report, startedBy, false, null, $"The report could not be kept. {exception.Message}");
        }
    }

    private void Show(CheckProgress progress)
    {
        Volatile.Write(ref _current, progress);
        Changed?.Invoke();
    }

    [LoggerMessage(LogLevel.Error, "The release checks of {Server} ended by a fault")]
    private partial void LogFault(Exception exception, Uri server);
}
