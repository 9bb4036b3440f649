using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace CompareIntel.Web.Components.Compare;

/// <summary>
/// One block of text. Renders only when it is given another block object, so a settled one costs a comparison of references and nothing more.
/// </summary>
public sealed class TextBlockView : IComponent
{
    private RenderHandle _handle;
    private TextBlock? _rendered;

    [Parameter]
    [EditorRequired]
    public required TextBlock Block { get; set; }

    public void Attach(RenderHandle renderHandle) => _handle = renderHandle;

    public Task SetParametersAsync(ParameterView parameters)
    {
        var block = parameters.GetValueOrDefault<TextBlock>(nameof(Block));
        if (block is not null && !ReferenceEquals(block, _rendered))
        {
            _rendered = block;
            _handle.Render(Build);
        }

        return Task.CompletedTask;
    }

    private void Build(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "div");
        builder.AddAttribute(1, "class", _rendered!.IsRunOn ? "text-block run-on" : "text-block");
        foreach (var segment in _rendered.Segments)
        {
            // One text node per segment: the differ sends new ones, and the last one while it grows.
            builder.AddContent(2, segment);
        }

        builder.CloseElement();
    }
}
