using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace CompareIntel.Web.Components.Markdown;

/// <summary>
/// Shows a part. Renders when that has changed and at no other time: a parent that renders costs it a comparison of references.
/// </summary>
internal sealed class PartView : IComponent
{
    private readonly RenderFragment _build;
    private RenderHandle _handle;
    private RenderTreeBuilder? _tree;

    public PartView() => _build = Build;

    [Parameter]
    [EditorRequired]
    public required Part Part { get; set; }

    public void Attach(RenderHandle renderHandle) => _handle = renderHandle;

    public Task SetParametersAsync(ParameterView parameters)
    {
        var part = parameters.GetValueOrDefault<Part>(nameof(Part));
        if (part is not null && !ReferenceEquals(part, Part))
        {
            Part = part;
            part.View = this;
            Render();
        }

        return Task.CompletedTask;
    }

    public void Render() => _handle.Render(_build);

    private void Build(RenderTreeBuilder builder)
    {
        Part.Build(builder);
        Part.Spent.Exchange(ref _tree, builder);
    }
}
