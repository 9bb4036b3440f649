using CompareIntel.Core.Storage;
using Microsoft.AspNetCore.Components;

namespace CompareIntel.Web.Components.Layout;

/// <summary>Says while it lasts that what happens can't be stored.</summary>
public sealed partial class StorageNotice : IDisposable
{
    [Inject]
    public required StorageHealth Health { get; init; }

    public void Dispose() => Health.Changed -= OnChanged;

    protected override void OnInitialized() => Health.Changed += OnChanged;

    private void OnChanged() => Post(StateHasChanged);
}
