using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Diagnostics;
using CompareIntel.Core.Diagnostics.Anomalies;
using CompareIntel.Core.Diagnostics.Periods;
using CompareIntel.Core.Diagnostics.Samples;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;

namespace CompareIntel.Web.Components.Administration.Trends;

/// <summary>Requests, errors, times, tokens and cost of a period. What is chosen stands in the address.</summary>
public sealed partial class HistoryFiguresPage
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMinutes(1);

    private ReportPeriod _period;
    private string _key = "";
    private LaneReport? _report;
    private IReadOnlyList<Anomaly> _anomalies = [];
    private DateTimeOffset _readAt;
    private string? _fault;
    private ITimer? _timer;

    [Inject]
    public required LaneHistory History { get; init; }

    [Inject]
    public required AnomalyWatch Watch { get; init; }

    [Inject]
    public required IOptionsMonitor<DiagnosticsOptions> Options { get; init; }

    [Inject]
    public required TimeProvider Time { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    /// <summary>The period: <c>1h</c>, <c>24h</c>, <c>7d</c> or <c>30d</c>.</summary>
    [SupplyParameterFromQuery(Name = "time")]
    public string? Period { get; set; }

    [SupplyParameterFromQuery(Name = "provider")]
    public string? Provider { get; set; }

    [SupplyParameterFromQuery(Name = "model")]
    public string? Model { get; set; }

    private IEnumerable<string> Providers => With(Provider, _report?.Choices.Select(static choice => choice.Provider));

    private IEnumerable<string> Models => With(Model, _report?.Choices.Where(choice => string.IsNullOrEmpty(Provider) || choice.Provider == Provider).Select(static choice => choice.Model));

    public void Dispose()
    {
        Watch.Changed -= OnChanged;
        _timer?.Dispose();
    }

    protected override void OnInitialized()
    {
        Watch.Changed += OnChanged;
        _timer = Time.CreateTimer(static state => ((HistoryFiguresPage)state!).OnChanged(), this, s_interval, s_interval);
    }

    protected override Task OnParametersSetAsync()
    {
        _period = PeriodLinks.Parse(Period);
        _key = PeriodLinks.KeyOf(_period);
        return LoadAsync();
    }

    private static string Text(ChangeEventArgs change) => change.Value as string ?? "";

    private static string RangeOf(LaneFigures figures)
    {
        var range = RateIntervals.Wilson(figures.Failed, figures.Judged);
        return $"{FigureText.Share(range.Low)} to {FigureText.Share(range.High)} with 95 % confidence";
    }

    /// <summary>What can be chosen, with what is chosen although this time has none of it.</summary>
    private static IEnumerable<string> With(string? chosen, IEnumerable<string>? choices) =>
        (choices ?? []).Append(chosen ?? "").Where(static choice => choice.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.OrdinalIgnoreCase);

    private void OnChanged() => Post(async () =>
    {
        await LoadAsync();
        StateHasChanged();
    });

    private async Task LoadAsync()
    {
        var asked = (_period, Provider, Model);
        LaneReport? report = null;
        IReadOnlyList<Anomaly> anomalies = [];
        string? fault = null;
        try
        {
            report = await History.ReadAsync(_period, new LaneFilter(NullIfEmpty(Provider), NullIfEmpty(Model)));
            anomalies = await Watch.ListOpenAsync();
        }
        catch (StorageUnavailableException exception)
        {
            fault = exception.Message;
        }

        if (asked != (_period, Provider, Model))
        {
            // Something else was chosen meanwhile.
            return;
        }

        _fault = fault;
        if (fault is null)
        {
            (_report, _anomalies, _readAt) = (report, anomalies, Time.GetUtcNow());
        }
    }

    private void Go(string key, string? provider, string? model) => Navigation.NavigateTo(AddressOf(key, provider, model));

    private string AddressOf(string key, string? provider, string? model) => Navigation.GetUriWithQueryParameters("/admin/history", new Dictionary<string, object?>
    {
        ["time"] = key,
        ["provider"] = NullIfEmpty(provider),
        ["model"] = NullIfEmpty(model),
    });

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
