using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace CompareIntel.Web.Components.Markdown;

/// <summary>
/// Shows the document of a feed. What a model wrote reaches the page as text and as elements of a closed list, never as markup.
/// </summary>
public sealed class MarkdownView : IComponent, IDisposable
{
    private readonly SpentTrees _spent = new();
    private readonly SectionList _sections;
    private readonly RenderFragment _build;
    private RenderTreeBuilder? _tree;
    private RenderHandle _handle;
    private MarkdownFeed? _feed;

    public MarkdownView()
    {
        _sections = new(_spent);
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
            _sections.Take([]);
            _sections.Take(feed.Current.Blocks);
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
        if (_sections.Take(_feed!.Current.Blocks))
        {
            _handle.Render(_build);
        }
    }

    private void Build(RenderTreeBuilder builder)
    {
        foreach (var section in _sections.Sections)
        {
            builder.OpenComponent<PartView>(0);
            builder.SetKey(section);
            builder.AddComponentParameter(1, nameof(PartView.Part), section);
            builder.CloseComponent();
        }

        _spent.Exchange(ref _tree, builder);
    }
}
