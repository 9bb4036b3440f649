using System.Globalization;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Diagnostics.Anomalies;
using CompareIntel.Core.Diagnostics.Periods;
using CompareIntel.Core.Diagnostics.Samples;
using Microsoft.AspNetCore.Components;

namespace CompareIntel.Web.Components.Administration.Trends;

/// <summary>Compares any two times, or any two releases.</summary>
public sealed partial class PeriodsPage
{
    private ComparedSides _sides;
    private string _model = "";
    private string _provider = "";
    private string _releaseBefore = "";
    private string _releaseAfter = "";
    private DateTime _beforeFrom;
    private DateTime _beforeTo;
    private DateTime _afterFrom;
    private DateTime _afterTo;
    private IReadOnlyList<SeenRelease> _releases = [];
    private IReadOnlyList<string> _models = [];
    private PeriodComparison? _result;
    private IReadOnlyList<(string? Name, FigureDifference Figure)> _byModel = [];
    private string? _fault;
    private int _asked;

    private enum ComparedSides
    {
        Times,
        Releases,
    }

    [Inject]
    public required LaneHistory History { get; init; }

    [Inject]
    public required TimeProvider Time { get; init; }

    protected override async Task OnInitializedAsync()
    {
        Choose(TimeSpan.FromDays(7));
        await GuardAsync(async () =>
        {
            _releases = await History.ListReleasesAsync();
            _releaseAfter = _releases.Count > 0 ? _releases[0].Name : "";
            _releaseBefore = _releases.Count > 1 ? _releases[1].Name : _releaseAfter;
            var month = await History.ReadAsync(ReportPeriod.Month, LaneFilter.None);
            _models = [.. month.Choices.Select(static choice => choice.Model).Where(static model => model.Length > 0).Distinct(StringComparer.Ordinal)];
        });
    }

    private static string Describe(SeenRelease release) =>
        string.Create(CultureInfo.InvariantCulture, $"{FigureText.Release(release.Name)} ({release.From:yyyy-MM-dd} to {release.To:yyyy-MM-dd}, {release.Requests:N0} lanes)");

    private static string Describe(LaneFigures figures) => $"{FigureText.Count(figures.Requests)} lanes, cost {FigureText.Cost(figures)}";

    /// <summary>The whole answer in a sentence.</summary>
    private static string Summary(PeriodComparison result)
    {
        var worse = Names(DifferenceVerdict.Worse);
        var better = Names(DifferenceVerdict.Better);
        var unknown = result.All.Count(static figure => figure.Verdict == DifferenceVerdict.TooFew);
        return (worse, better) switch
        {
            ("", "") when unknown == result.All.Count => "There is too little to say anything.",
            ("", "") => $"Nothing differs beyond chance{(unknown > 0 ? ", as far as there is enough to say" : "")}.",
            _ => string.Join(' ', new[] { worse.Length > 0 ? $"Worse, beyond chance: {worse}." : "", better.Length > 0 ? $"Better, beyond chance: {better}." : "" }.Where(static words => words.Length > 0)),
        };

        string Names(DifferenceVerdict verdict) => string.Join("; ", result.All.Where(figure => figure.Verdict == verdict)
            .Select(static figure => $"{LowerFirst(DifferenceText.NameOf(figure.Figure))} ({DifferenceText.Change(figure.Figure, figure.Difference)})"));
    }

    private static string LowerFirst(string text) => char.ToLowerInvariant(text[0]) + text[1..];

    private Task ChooseAsync(TimeSpan length)
    {
        Choose(length);
        return CompareAsync();
    }

    private void Choose(TimeSpan length)
    {
        // The hour that goes on belongs to it, or the newest lanes would not be in it.
        _afterTo = LaneHours.HourOf(Time.GetUtcNow()).AddHours(1).UtcDateTime;
        _afterFrom = _beforeTo = _afterTo - length;
        _beforeFrom = _beforeTo - length;
    }

    private Task CompareAsync() => GuardAsync(async () =>
    {
        var asked = ++_asked;
        (_result, _byModel) = (null, []);
        var filter = new LaneFilter(NullIfEmpty(_provider), NullIfEmpty(_model));
        if (_sides == ComparedSides.Releases)
        {
            if (_releaseBefore == _releaseAfter)
            {
                _fault = _releases.Count < 2 ? "Only one release has run lanes so far. Compare two times instead." : "Choose two different releases.";
                return;
            }

            Show(asked, await ReadAsync(_releaseBefore, filter), await ReadAsync(_releaseAfter, filter));
            return;
        }

        if (_beforeFrom >= _beforeTo || _afterFrom >= _afterTo)
        {
            _fault = "A time ends after it begins.";
        }
        else if (new[] { _beforeFrom, _beforeTo, _afterFrom, _afterTo }.Any(static time => time.TimeOfDay.Ticks % TimeSpan.TicksPerHour != 0))
        {
            _fault = "Times begin and end at whole hours: what is kept is added up by the hour.";
        }
        else if (_beforeFrom < _afterTo && _afterFrom < _beforeTo)
        {
            _fault = "The two times overlap: the same lanes would be in both.";
        }
        else
        {
            Show(asked, await History.ReadAsync(Utc(_beforeFrom), Utc(_beforeTo), filter), await History.ReadAsync(Utc(_afterFrom), Utc(_afterTo), filter));
        }
    });

    private Task<LaneReport> ReadAsync(string release, LaneFilter filter)
    {
        var seen = _releases.First(seen => seen.Name == release);
        return History.ReadAsync(seen.From, seen.To, filter with { Release = release });
    }

    private void Show(int asked, LaneReport before, LaneReport after)
    {
        if (asked != _asked)
        {
            // Something else was asked meanwhile.
            return;
        }

        _result = PeriodComparison.Of(before, after);
        // What got worse first, then what got better.
        _byModel = [.. _result.Models
            .SelectMany(static model => model.Figures.Select(figure => ((string?)Anomaly.NameOf(model.Provider, model.Model), figure)))
            .OrderByDescending(static row => row.figure.Verdict)];
    }

    private async Task GuardAsync(Func<Task> work)
    {
        _fault = null;
        try
        {
            await work();
        }
        catch (StorageUnavailableException exception)
        {
            _fault = exception.Message;
        }
    }

    private static DateTimeOffset Utc(DateTime time) => new(DateTime.SpecifyKind(time, DateTimeKind.Utc));

    private static string? NullIfEmpty(string text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
