using System.Runtime.ExceptionServices;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.RenderTree;
using Microsoft.Extensions.Logging.Abstractions;

namespace CompareIntel.Tests.Web.Components.Markdown;

#pragma warning disable BL0006 // What a batch sends is what is looked at.
/// <summary>Renders one component and keeps what the last batch would send to the browser.</summary>
internal sealed class BatchRecorder(IServiceProvider services) : Renderer(services, NullLoggerFactory.Instance)
{
    public override Dispatcher Dispatcher { get; } = Dispatcher.CreateDefault();

    /// <summary>Texts that were new or have changed.</summary>
    public IReadOnlyList<string> Texts { get; private set; } = [];

    /// <summary>Elements that were new.</summary>
    public int Elements { get; private set; }

    /// <summary>Nodes and components that have gone or been moved.</summary>
    public int Removed { get; private set; }

    /// <summary>Components that have been compared.</summary>
    public int Components { get; private set; }

    public Task RenderAsync<TComponent>(string parameter, object value)
        where TComponent : IComponent =>
        Dispatcher.InvokeAsync(() => RenderRootComponentAsync(
            AssignRootComponentId(InstantiateComponent(typeof(TComponent))),
            ParameterView.FromDictionary(new Dictionary<string, object?> { [parameter] = value })));

    protected override void HandleException(Exception exception) => ExceptionDispatchInfo.Throw(exception);

    protected override Task UpdateDisplayAsync(in RenderBatch renderBatch)
    {
        var frames = renderBatch.ReferenceFrames.Array.AsSpan(0, renderBatch.ReferenceFrames.Count).ToArray();
        var components = renderBatch.UpdatedComponents.Array.AsSpan(0, renderBatch.UpdatedComponents.Count).ToArray();
        Texts = [.. frames.Where(static frame => frame.FrameType == RenderTreeFrameType.Text).Select(static frame => frame.TextContent)];
        Elements = frames.Count(static frame => frame.FrameType == RenderTreeFrameType.Element);
        Components = components.Length;
        Removed = components.SelectMany(static component => component.Edits).Count(static edit => edit.Type is RenderTreeEditType.RemoveFrame or RenderTreeEditType.PermutationListEntry);
        return Task.CompletedTask;
    }
}
