using CompareIntel.Core.Markdown;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace CompareIntel.Web.Components.Markdown;

/// <summary>
/// Shows the document of a feed. What a model wrote reaches the page as text and as elements of a closed list, never as markup.
/// </summary>
public sealed class MarkdownView : IComponent, IDisposable
{
    private readonly SpentTrees _spent = new();
    private readonly SlotList<MarkdownBlock> _blocks;
    private readonly RenderFragment _build;
    private RenderTreeBuilder? _tree;
    private RenderHandle _handle;
    private MarkdownFeed? _feed;

    public MarkdownView()
    {
        _blocks = new(static block => block.Id, _spent);
        _build = Build;
    }

    /// <summary>What to show; another feed is another document.</summary>
    [Parameter]
    [EditorRequired]
    public required MarkdownFeed Feed { get; set; }

    public void Attach(RenderHandle renderHandle) => _handle = renderHandle;

    public Task SetParametersAsync(ParameterView parameters)
    {
        var feed = parameters.GetValueOrDefault<MarkdownFeed>(nameof(Feed));
        if (feed is not null && !ReferenceEquals(feed, _feed))
        {
            Dispose();
            _feed = feed;
            feed.Changed += OnChanged;
            _blocks.Take([]);
            _blocks.Take(feed.Current.Blocks);
            _handle.Render(_build);
        }

        return Task.CompletedTask;
    }

    public void Dispose()
    {
        if (_feed is not null)
        {
            _feed.Changed -= OnChanged;
        }
    }

    private void OnChanged()
    {
        // Those of the frame before; this one's are not there yet.
        _spent.Release();
        if (_blocks.Take(_feed!.Current.Blocks))
        {
            _handle.Render(_build);
        }
    }

    private void Build(RenderTreeBuilder builder)
    {
        foreach (var slot in _blocks.Slots)
        {
            builder.OpenComponent<BlockView>(0);
            builder.SetKey(slot);
            builder.AddComponentParameter(1, nameof(BlockView.Slot), slot);
            builder.CloseComponent();
        }

        _spent.Exchange(ref _tree, builder);
    }
}
