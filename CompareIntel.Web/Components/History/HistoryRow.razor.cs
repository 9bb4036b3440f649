using CompareIntel.Core.Comparisons;
using CompareIntel.Core.History;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace CompareIntel.Web.Components.History;

/// <summary>One conversation of the list. Renders only when it has changed.</summary>
public sealed partial class HistoryRow
{
    private const int MostModels = 4;

    private ElementReference _input;
    private Editing _editing;
    private string _draft = "";
    private string? _fault;
    private bool _focus;
    private (HistoryEntry? Entry, bool IsSelected) _shown;
    private bool _isDirty = true;

    private enum Editing
    {
        Nothing,
        Title,
        Tags,
    }

    [Parameter]
    [EditorRequired]
    public required HistoryEntry Entry { get; set; }

    [Parameter]
    public bool IsSelected { get; set; }

    /// <summary>How a model is called.</summary>
    [Parameter]
    [EditorRequired]
    public required Func<string, string> NameOf { get; set; }

    [Parameter]
    public EventCallback<(string Id, bool IsSelected)> Select { get; set; }

    [Parameter]
    public EventCallback<(string Id, HistoryUpdate Update)> Update { get; set; }

    [Parameter]
    public EventCallback<string> Delete { get; set; }

    /// <summary>Narrows the list to a tag.</summary>
    [Parameter]
    public EventCallback<string> ShowTag { get; set; }

    private string Address => $"/c/{Entry.Hit?.ComparisonId ?? Entry.Id}";

    private string MenuId => $"entry-{Entry.Id}";

    private string Models
    {
        get
        {
            var names = Entry.Lanes.Select(lane => NameOf(lane.Model)).ToArray();
            return names.Length <= MostModels ? string.Join(", ", names) : $"{string.Join(", ", names.Take(MostModels - 1))} and {names.Length - MostModels + 1} more";
        }
    }

    private string? StateText => Entry.State switch
    {
        ComparisonState.Running => "running",
        ComparisonState.Stopped => "stopped",
        ComparisonState.Interrupted => "interrupted",
        ComparisonState.Completed => Entry.Lanes.Count(static lane => lane.State == LaneState.Failed) is > 0 and var failed ? $"{failed} failed" : null,
        _ => throw new InvalidOperationException($"Unknown state {Entry.State}."),
    };

    // Records that hold lists are never equal, and a list that is read again holds new ones.
    protected override bool ShouldRender()
    {
        var now = (Entry, IsSelected);
        var shall = _isDirty || !ReferenceEquals(_shown.Entry, Entry) || _shown.IsSelected != IsSelected;
        (_shown, _isDirty) = (now, false);
        return shall;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_focus)
        {
            _focus = false;
            try
            {
                await _input.FocusAsync();
            }
            catch (Exception exception) when (exception is JSException or JSDisconnectedException or OperationCanceledException)
            {
                // The browser has gone, or the box has.
            }
        }
    }

    private void Edit(Editing what, string draft)
    {
        (_editing, _draft, _fault) = (what, draft, null);
        _focus = _isDirty = true;
    }

    private void Cancel()
    {
        (_editing, _fault) = (Editing.Nothing, null);
        _isDirty = true;
    }

    private void OnKeyDown(KeyboardEventArgs key)
    {
        if (key.Key == "Escape")
        {
            Cancel();
        }
    }

    private Task StarAsync() => SaveAsync(new HistoryUpdate { IsStarred = !Entry.IsStarred });

    private Task RenameAsync() => SaveAsync(new HistoryUpdate { Title = _draft });

    private Task TagAsync() => SaveAsync(new HistoryUpdate { Tags = _draft.Split(',') });

    private async Task SaveAsync(HistoryUpdate update)
    {
        try
        {
            await Update.InvokeAsync((Entry.Id, update));
            Cancel();
        }
        catch (HistoryUpdateException fault)
        {
            _fault = fault.Message;
            _isDirty = true;
        }
    }
}
