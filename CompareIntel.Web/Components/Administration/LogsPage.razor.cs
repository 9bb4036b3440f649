using System.Globalization;
using CompareIntel.Web.Administration;
using CompareIntel.Web.Administration.Logs;
using Microsoft.AspNetCore.Components;

namespace CompareIntel.Web.Components.Administration;

/// <summary>Searches the log files and follows them. The address holds the search, so that it can be linked to.</summary>
public sealed partial class LogsPage : IDisposable
{
    private const int MostCharacters = 200;
    private const int AtOnce = 200;
    private const int MostShown = 2_000;
    private const long MostBytesAtOnce = 64 * 1024 * 1024;
    private const long MostTailBytes = 2 * 1024 * 1024;
    private const int TicksPerCheck = 30;

    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);
    private static readonly LogSeverity[] s_levels = [LogSeverity.Debug, LogSeverity.Information, LogSeverity.Warning, LogSeverity.Error, LogSeverity.Fatal];

    private readonly CancellationTokenSource _leaving = new();
    private string _text = "";
    private string _level = "";
    private string _run = "";
    private string _model = "";
    private string _from = "";
    private string _to = "";
    private LogFilter _filter = new();
    private List<LogEntry> _entries = [];
    private LogPosition? _older;
    private DateTimeOffset? _back;
    private long _bytes;
    private bool _isRead;
    private bool _isReading;
    private string? _fault;
    private bool _isTailing;
    private ITimer? _timer;
    private LogPosition? _end;
    private int _ticks;

    [SupplyParameterFromQuery]
    public string? Text { get; set; }

    [SupplyParameterFromQuery]
    public string? Level { get; set; }

    [SupplyParameterFromQuery]
    public string? Run { get; set; }

    [SupplyParameterFromQuery]
    public string? Model { get; set; }

    [SupplyParameterFromQuery]
    public string? From { get; set; }

    [SupplyParameterFromQuery]
    public string? To { get; set; }

    [Inject]
    internal LogReader Logs { get; init; } = null!;

    [Inject]
    public required AdminAccess Access { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required TimeProvider Time { get; init; }

    public void Dispose()
    {
        _timer?.Dispose();
        _leaving.Cancel();
        _leaving.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        var filter = LogFilter.Of(Text, Level, Run, Model, From, To);
        if (_isRead && filter == _filter)
        {
            return;
        }

        _filter = filter;
        Show(filter);
        await ReadAnewAsync();
    }

    private static string TextOf(ChangeEventArgs change) => change.Value as string ?? "";

    private void Show(LogFilter filter)
    {
        (_text, _run, _model) = (filter.Text, filter.Run, filter.Model);
        _level = filter.Severity == LogSeverity.Verbose ? "" : filter.Severity.ToString();
        (_from, _to) = (LogFilter.WriteTime(filter.From), LogFilter.WriteTime(filter.To));
    }

    private async Task SearchAsync()
    {
        var filter = LogFilter.Of(_text, _level, _run, _model, _from, _to);
        if (filter == _filter)
        {
            // The same again, of what is there by now.
            await ReadAnewAsync();
            return;
        }

        Navigation.NavigateTo("/admin/logs" + filter.ToQuery());
    }

    private async Task ReadAnewAsync()
    {
        if (!await MayAsync())
        {
            return;
        }

        (_entries, _older, _back, _bytes) = ([], null, null, 0);
        if (_isTailing)
        {
            await TryReadAsync(() => _end = Logs.FindEnd());
        }

        await ReadAsync(null);
    }

    private async Task ReadOlderAsync()
    {
        if (await MayAsync())
        {
            await ReadAsync(_older);
        }
    }

    private async Task ReadAsync(LogPosition? before)
    {
        var filter = _filter;
        await TryReadAsync(() =>
        {
            var slice = Logs.ReadBack(filter, before, AtOnce, MostBytesAtOnce, _leaving.Token);
            if (filter == _filter)
            {
                _entries = [.. _entries, .. slice.Entries];
                (_older, _back) = (slice.Older, slice.Back ?? _back);
                _bytes += slice.Bytes;
            }
        });
        _isRead = true;
    }

    /// <summary>Reads beside the page, which goes on answering.</summary>
    private async Task TryReadAsync(Action read)
    {
        _fault = null;
        _isReading = true;
        try
        {
            await Task.Run(read, _leaving.Token);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _fault = "The log files can't be read.";
        }
        catch (OperationCanceledException)
        {
            // The page is left.
        }
        finally
        {
            _isReading = false;
        }
    }

    private async Task ToggleTailAsync()
    {
        _isTailing = !_isTailing && await MayAsync();
        _timer?.Dispose();
        _timer = null;
        if (_isTailing)
        {
            await ReadAnewAsync();
            _timer = Time.CreateTimer(_ => Post(TailAsync), null, s_interval, s_interval);
        }
    }

    private async Task TailAsync()
    {
        if (!_isTailing || _isReading)
        {
            return;
        }

        if (++_ticks % TicksPerCheck == 0 && !await MayAsync())
        {
            StateHasChanged();
            return;
        }

        IReadOnlyList<LogEntry> found = [];
        await TryReadAsync(() => (found, _end) = Logs.ReadOn(_filter, _end, MostTailBytes));
        if (found.Count > 0 || _fault is not null)
        {
            _entries = [.. found.Reverse().Concat(_entries).Take(AtOnce)];
            StateHasChanged();
        }
    }

    /// <summary>Whether this is an administrator still; shows and follows nothing more if not.</summary>
    private async Task<bool> MayAsync()
    {
        if (await Access.FindNameAsync() is not null)
        {
            return true;
        }

        _timer?.Dispose();
        (_isTailing, _entries, _older, _fault) = (false, [], null, "You are signed out. Sign in again.");
        return false;
    }

    private string Describe()
    {
        if (_isTailing)
        {
            return _entries.Count == 0 ? "Following: nothing yet." : $"Following, newest first, {AtOnce} at most.";
        }

        if (!_isRead)
        {
            return "Reading…";
        }

        var found = _entries.Count switch { 0 => "Nothing found", 1 => "1 entry", var count => $"{count.ToString("#,0", CultureInfo.InvariantCulture)} entries" };
        var back = _back is { } at ? $", back to {at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}" : "";
        var rest = _older is null ? "; there is nothing older" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{found}{back}{rest}. Read {(_bytes < 100_000 ? $"{_bytes / 1e3:0} KB" : $"{_bytes / 1e6:0.0} MB")}.");
    }
}
