using CompareIntel.Core.Administration;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Verification;
using CompareIntel.Web.Administration;
using Microsoft.AspNetCore.Components;

namespace CompareIntel.Web.Components.Administration;

/// <summary>Has the release checks made, shows them while they are, and lists the reports that are kept.</summary>
public sealed partial class ChecksPage : IDisposable
{
    private const int MostReports = 100;

    private string _address = "";
    private string _models = "";
    private string _apiKey = "";
    private string? _fault;
    private CheckProgress? _progress;
    private IReadOnlyList<KeptReport>? _kept;
    private VerificationOptions? _criteria;
    private IReadOnlyList<string> _criteriaFaults = [];
    private bool _isCriteriaSaved;

    [Inject]
    public required ReleaseCheckRunner Runner { get; init; }

    [Inject]
    public required CheckReports Reports { get; init; }

    [Inject]
    public required AdminAccess Access { get; init; }

    public void Dispose() => Runner.Changed -= OnChanged;

    protected override async Task OnInitializedAsync()
    {
        _address = Runner.OwnAddress.AbsoluteUri;
        Runner.Changed += OnChanged;
        _progress = Runner.Current;
        await LoadAsync();
    }

    private static string Made(CheckProgress progress) => progress.Report.Checks.Count == 1 ? "1 check" : $"{progress.Report.Checks.Count} checks";

    private void OnChanged() => Post(async () =>
    {
        var wasRunning = _progress is { IsRunning: true };
        _progress = Runner.Current;
        StateHasChanged();
        if (wasRunning && _progress is { IsRunning: false })
        {
            await LoadAsync();
            StateHasChanged();
        }
    });

    private async Task LoadAsync()
    {
        try
        {
            _kept = await Reports.ListAsync(null, long.MaxValue, MostReports);
        }
        catch (StorageUnavailableException exception)
        {
            _fault = exception.Message;
        }
    }

    private async Task StartAsync()
    {
        _fault = null;
        if (!Uri.TryCreate(_address.Trim(), UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            _fault = $"The server's address begins with http:// or https://, such as {Runner.OwnAddress}";
            return;
        }

        var models = _models.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        try
        {
            if (await Access.FindNameAsync() is not { } name || !await Access.TryActAsync("checks", $"started against {address}, {(models.Length == 0 ? "simulated models" : string.Join(", ", models))}"))
            {
                _fault = "You are signed out. Sign in again.";
            }
            else if (!Runner.TryStart(address, models, await Runner.GetCriteriaAsync(), _apiKey.Length > 0 ? _apiKey : null, name))
            {
                _fault = "Checks are being made already; this page shows them.";
            }
        }
        catch (StorageUnavailableException exception)
        {
            _fault = exception.Message;
        }
    }

    private async Task LoadCriteriaAsync()
    {
        if (_criteria is null)
        {
            await ActAsync(async () => _criteria = await Runner.GetCriteriaAsync());
        }
    }

    private Task SaveCriteriaAsync(VerificationOptions criteria) => ActAsync(async () =>
    {
        _isCriteriaSaved = false;
        _criteriaFaults = await Access.TryActAsync("criteria", "changed") ? await Runner.SetCriteriaAsync(criteria) : ["You are signed out. Sign in again."];
        if (_criteriaFaults.Count == 0)
        {
            _criteria = criteria;
            _isCriteriaSaved = true;
        }
    });

    private Task ResetCriteriaAsync() => ActAsync(async () =>
    {
        if (await Access.TryActAsync("criteria", "taken back to the settings'"))
        {
            _criteriaFaults = await Runner.SetCriteriaAsync(null);
            _criteria = await Runner.GetCriteriaAsync();
            _isCriteriaSaved = true;
        }
    });

    private async Task ActAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (StorageUnavailableException exception)
        {
            _fault = exception.Message;
        }
    }
}
