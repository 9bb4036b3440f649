using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace CompareIntel.Web.Components.Markdown;

/// <summary>
/// Shows what stands in its slot. Renders when that is exchanged and at no other time: a parent that renders costs it a comparison of references.
/// </summary>
internal abstract class SlotView<T> : IComponent
    where T : class
{
    private readonly RenderFragment _build;
    private RenderHandle _handle;
    private RenderTreeBuilder? _tree;
    private Slot<T>? _slot;

    protected SlotView() => _build = BuildTree;

    [Parameter]
    [EditorRequired]
    public required Slot<T> Slot { get; set; }

    public void Attach(RenderHandle renderHandle) => _handle = renderHandle;

    public Task SetParametersAsync(ParameterView parameters)
    {
        var slot = parameters.GetValueOrDefault<Slot<T>>(nameof(Slot));
        if (slot is not null && !ReferenceEquals(slot, _slot))
        {
            _slot = slot;
            slot.Refresh = Refresh;
            Refresh();
        }

        return Task.CompletedTask;
    }

    protected SpentTrees Spent => _slot!.Spent;

    protected void Render() => _handle.Render(_build);

    /// <summary>Takes up what stands in the slot now.</summary>
    protected abstract void Show(T current);

    protected abstract void Build(RenderTreeBuilder builder);

    private void Refresh() => Show(_slot!.Current);

    private void BuildTree(RenderTreeBuilder builder)
    {
        Build(builder);
        Spent.Exchange(ref _tree, builder);
    }
}
