using CompareIntel.Web.Telemetry;
using Microsoft.AspNetCore.Components;

namespace CompareIntel.Web.Components.Compare;

/// <summary>
/// Renders nothing itself. Whatever renders while its fragment runs joins the batch that is being made: so one frame of many cards is one batch, and
/// no parent of theirs has to render for it.
/// </summary>
public sealed class FrameBatch : IComponent, IHandleAfterRender, IDisposable
{
    private RenderHandle _handle;
    private TaskCompletionSource _shown = new();
    private int _unconfirmed;

    [Inject]
    internal ClientCounts Counts { get; init; } = null!;

    public void Attach(RenderHandle renderHandle) => _handle = renderHandle;

    public Task SetParametersAsync(ParameterView parameters) => Task.CompletedTask;

    /// <summary>
    /// Renders what <paramref name="refresh"/> renders as one batch. Call it on the renderer's thread. The task ends when the browser has shown it, or
    /// at the next call. A browser that is far behind makes <paramref name="refresh"/> run later.
    /// </summary>
    public Task FlushAsync(Action refresh)
    {
        _shown.TrySetResult();
        _shown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _handle.Render(_ =>
        {
            _unconfirmed++;
            Counts.FrameSent();
            refresh();
        });
        return _shown.Task;
    }

    public void Dispose() => Settle(_unconfirmed);

    Task IHandleAfterRender.OnAfterRenderAsync()
    {
        Settle(Math.Min(1, _unconfirmed));
        _shown.TrySetResult();
        return Task.CompletedTask;
    }

    private void Settle(int frames)
    {
        _unconfirmed -= frames;
        Counts.FramesSettled(frames);
    }
}
