using CompareIntel.Core.Catalog;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.LineUps;
using CompareIntel.Web.Components.Compare;
using CompareIntel.Web.Hosting.Ownership;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace CompareIntel.Web.Components.LineUps;

/// <summary>Keeps line-ups under names, and chooses one. Its result is the line-up to take.</summary>
public sealed partial class LineUpsDialog
{
    private IReadOnlyList<SavedLineUp> _all = [];
    private (SavedLineUp LineUp, int Place)? _deleted;
    private string _name = "";
    private string _newName = "";
    private string? _renaming;
    private string? _fault;
    private string _said = "";
    private Task _last = Task.CompletedTask;

    [CascadingParameter]
    public required IMudDialogInstance Dialog { get; set; }

    [Inject]
    public required LineUpLibrary Library { get; init; }

    [Inject]
    public required OwnerContext Owner { get; init; }

    [Inject]
    public required ModelCatalog Catalog { get; init; }

    /// <summary>What is chosen now, to be saved.</summary>
    [Parameter]
    [EditorRequired]
    public required IReadOnlyList<LineUpLane> Current { get; set; }

    protected override Task OnInitializedAsync() => RefreshAsync();

    private bool Exists(string name) => _all.Any(one => string.Equals(one.Name, name.Trim(), StringComparison.OrdinalIgnoreCase));

    private string NameOf(string model) => Catalog.Current.Find(model)?.Name ?? $"{model} (not offered now)";

    private string Describe(LineUpLane lane) => lane.Settings is { } settings ? $"{NameOf(lane.Model)} ({settings.Describe()})" : NameOf(lane.Model);

    private void Use(SavedLineUp lineUp) => Dialog.Close(DialogResult.Ok(lineUp));

    private Task RefreshAsync() => DoAsync(owner => Library.ListAsync(owner, CancellationToken.None));

    private Task SaveAsync() => DoAsync(async owner =>
    {
        var all = await Library.SaveAsync(owner, _name, Current, CancellationToken.None);
        _said = $"{_name.Trim()} is saved.";
        _name = "";
        return all;
    });

    private Task RenameAsync() => DoAsync(async owner =>
    {
        var all = await Library.RenameAsync(owner, _renaming!, _newName, CancellationToken.None);
        _renaming = null;
        return all;
    });

    private Task DeleteAsync(SavedLineUp lineUp) => DoAsync(async owner =>
    {
        var place = _all.Index().First(one => one.Item == lineUp).Index;
        var all = await Library.DeleteAsync(owner, lineUp.Name, CancellationToken.None);
        (_deleted, _said) = ((lineUp, place), $"{lineUp.Name} is deleted.");
        return all;
    });

    private Task UndoAsync() => DoAsync(owner =>
    {
        var (lineUp, place) = _deleted!.Value;
        return Library.RestoreAsync(owner, lineUp, place, CancellationToken.None);
    });

    /// <summary>Does this once all before it is done, and shows the line-ups as they are then, or says why not.</summary>
    private Task DoAsync(Func<string, Task<IReadOnlyList<SavedLineUp>>> work) => _last = DoAfterAsync(_last, work);

    private async Task DoAfterAsync(Task before, Func<string, Task<IReadOnlyList<SavedLineUp>>> work)
    {
        await before;
        (_fault, _said) = (null, "");
        var deleted = _deleted;
        try
        {
            if (await Owner.GetIdAsync() is not { } owner)
            {
                _fault = "Line-ups are kept for a browser that takes cookies. Allow them for this address, and reload the page.";
                return;
            }

            _all = await work(owner);
            if (_deleted == deleted)
            {
                _deleted = null;
            }
        }
        catch (LineUpException fault)
        {
            _fault = fault.Message;
        }
        catch (StorageUnavailableException fault)
        {
            _fault = fault.Message;
        }
    }
}
