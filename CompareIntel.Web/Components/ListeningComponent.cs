using Microsoft.AspNetCore.Components;

namespace CompareIntel.Web.Components;

/// <summary>A component that hears of changes by events, on any thread. What fails while it takes them up ends its circuit and is logged.</summary>
public abstract class ListeningComponent : ComponentBase
{
    /// <summary>Does this on the renderer's thread; the caller does not wait for it.</summary>
    protected void Post(Action work) => _ = GuardAsync(InvokeAsync(work));

    /// <summary>Does this on the renderer's thread; the caller does not wait for it.</summary>
    protected void Post(Func<Task> work) => _ = GuardAsync(InvokeAsync(work));

    private async Task GuardAsync(Task task)
    {
        try
        {
            await task;
        }
        catch (Exception exception)
        {
            await DispatchExceptionAsync(exception);
        }
    }
}
