using System.Collections.Concurrent;
using Microsoft.JSInterop;

namespace CompareIntel.Web.Components.Circuits;

/// <summary>
/// The circuits that have a browser at their other end at this moment. Before the process ends their pages put them away, so that the next process can go
/// on with them. Thread-safe.
/// </summary>
internal sealed class OpenCircuits(IHostApplicationLifetime lifetime, TimeProvider timeProvider)
{
    // A page answers within a few round trips, and the operator waits for this at every stop.
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, IJSRuntime> _circuits = new(StringComparer.Ordinal);
    private TaskCompletionSource? _emptied;
    private int _isRegistered;

    public int Count => _circuits.Count;

    public void Add(string id, IJSRuntime js)
    {
        _circuits[id] = js;

        // SignalR closes its connections when it hears of the same event. Who registers last hears of it first, and SignalR registers when the first page
        // connects. The event waits for who hears of it, which is why this blocks.
        if (Interlocked.Exchange(ref _isRegistered, 1) == 0)
        {
            lifetime.ApplicationStopping.Register(() => PauseAllAsync(s_longestPause).GetAwaiter().GetResult());
        }
    }

    public void Remove(string id)
    {
        _circuits.TryRemove(id, out _);
        if (_circuits.IsEmpty)
        {
            Volatile.Read(ref _emptied)?.TrySetResult();
        }
    }

    /// <summary>
    /// Asks every page to put its circuit away and to wait for the next process. Ends when all have, or after this time: a page that did not answer finds
    /// out by itself that its connection has gone.
    /// </summary>
    private async Task PauseAllAsync(TimeSpan limit)
    {
        var emptied = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _emptied, emptied);
        if (_circuits.IsEmpty)
        {
            return;
        }

        using var cancellation = new CancellationTokenSource(limit, timeProvider);
        foreach (var js in _circuits.Values)
        {
            _ = PauseAsync(js, cancellation.Token);
        }

        await emptied.Task.WaitAsync(cancellation.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task PauseAsync(IJSRuntime js, CancellationToken cancellationToken)
    {
        try
        {
            await js.InvokeVoidAsync("CompareIntel.pause", cancellationToken);
        }
        catch (Exception exception) when (exception is JSException or JSDisconnectedException or OperationCanceledException or InvalidOperationException)
        {
            // The browser has gone meanwhile.
        }
    }
}
