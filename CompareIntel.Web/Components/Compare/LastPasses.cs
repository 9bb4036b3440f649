using CompareIntel.Core.Markdown;

namespace CompareIntel.Web.Components.Compare;

/// <summary>
/// Runs the last passes over answers that have ended, off the pages' loops, and at first not for a second: when many answers end together, their last words are shown
/// first. What reaches back is rare, and a pass over an answer of usual length takes about a millisecond; together they take a fifth of a core at most.
/// </summary>
public sealed class LastPasses(TimeProvider timeProvider) : IDisposable
{
    private const int RestFactor = 4;

    private static readonly TimeSpan s_firstRest = TimeSpan.FromSeconds(1);

    private readonly PacedThread _thread = new("Last passes", s_firstRest, RestFactor, timeProvider);

    /// <summary>
    /// Calls <paramref name="found"/>, on another thread, when something is to be shown in another way, or with what went wrong; not when nobody wants to
    /// know any more.
    /// </summary>
    public void Enqueue(LastPass pass, Action<Exception?> found, CancellationToken cancellationToken) => _thread.Enqueue(() => Run(pass, found), cancellationToken);

    public void Dispose() => _thread.Dispose();

    private static void Run(LastPass pass, Action<Exception?> found)
    {
        Exception? fault = null;
        try
        {
            pass.Run();
        }
        catch (Exception exception)
        {
            fault = exception;
        }

        if (pass.IsChange || fault is not null)
        {
            found(fault);
        }
    }
}
