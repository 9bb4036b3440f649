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

    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);
    private static readonly LogSeverity[] s_levels = [LogSeverity.Debug, LogSeverity.Information, LogSeverity.Warning, LogSeverity.Error, LogSeverity.Fatal];

    private readonly CancellationTokenSource _leaving = new();
    private readonly CancellationToken _left;
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
    private int _reads;
    private int _searches;
    private string? _fault;
    private bool _isTailing;
    private ITimer? _timer;
    private LogPosition? _end;

    // Asked for beside the source, which is disposed of while something may still be read.
    public LogsPage() => _left = _leaving.Token;

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

    private bool IsReading => _reads > 0;

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

        // What is still being read for the search before is dropped.
        _searches++;
        (_entries, _older, _back, _bytes, _end) = ([], null, null, 0, null);
        await ReadAsync(null);
    }

    private async Task ReadOlderAsync()
    {
        if (await MayAsync() && !IsReading)
        {
            await ReadAsync(_older);
        }
    }

    private async Task ReadAsync(LogPosition? before)
    {
        var filter = _filter;
        if (await TryReadAsync(() => Logs.ReadBack(filter, before, AtOnce, MostBytesAtOnce, _left)) is { } slice)
        {
            _entries = [.. _entries, .. slice.Entries];
            (_older, _back) = (slice.Older, slice.Back ?? _back);
            _bytes += slice.Bytes;
            _end ??= slice.Newer;
        }

        _isRead = true;
    }

    /// <summary>Reads beside the page, which goes on answering; null when it can't be read, or when another search has begun meanwhile.</summary>
    private async Task<T?> TryReadAsync<T>(Func<T> read)
        where T : class
    {
        _fault = null;
        _reads++;
        var search = _searches;
        try
        {
            var found = await Task.Run(read, _left);
            return search == _searches ? found : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _fault = search == _searches ? "The log files can't be read." : _fault;
            return null;
        }
        catch (OperationCanceledException)
        {
            // The page is left.
            return null;
        }
        finally
        {
            _reads--;
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
        }

        // It may have been toggled again, or left, while that was read.
        if (_isTailing && !_left.IsCancellationRequested)
        {
            _timer ??= Time.CreateTimer(_ => Post(TailAsync), null, s_interval, s_interval);
        }
    }

    private async Task TailAsync()
    {
        if (!_isTailing || IsReading)
        {
            return;
        }

        var (filter, end) = (_filter, _end);
        var found = await TryReadAsync(() => Logs.ReadOn(filter, end, MostTailBytes));
        _end = found?.End ?? _end;
        if (found is { Entries.Count: > 0 })
        {
            List<LogEntry> entries = [.. found.Entries.Reverse(), .. _entries];
            _entries = [.. entries.Take(AtOnce)];
            // What is shown no more is what "Older" goes on with.
            _older = entries.Count > AtOnce ? _entries[^1].Place : _older;
        }

        if (found is { Entries.Count: > 0 } || _fault is not null)
        {
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
