using CompareIntel.Core.Markdown;

namespace CompareIntel.Web.Components.Compare;

/// <summary>
/// Colours code off the pages' loops, one block after another for the whole server, so that no text waits for a grammar. Colours are a comfort: they take
/// about a tenth of a core, and come later when there is much to colour.
/// </summary>
public sealed class CodeColours : IDisposable
{
    private const int RestFactor = 9;

    private readonly CodeHighlighter _highlighter;
    private readonly PacedThread _thread;

    public CodeColours(CodeHighlighter highlighter, TimeProvider timeProvider)
    {
        _highlighter = highlighter;
        _thread = new PacedThread("Code colours", TimeSpan.Zero, RestFactor, timeProvider);
    }

    /// <summary>Calls <paramref name="done"/> with the tokens, on another thread, unless the code has no colours or nobody wants them any more.</summary>
    public void Enqueue(SettledCode code, Action<string> done, CancellationToken cancellationToken) => _thread.Enqueue(() => Colour(code, done, cancellationToken), cancellationToken);

    public void Dispose() => _thread.Dispose();

    private void Colour(SettledCode code, Action<string> done, CancellationToken cancellationToken)
    {
        try
        {
            if (_highlighter.Highlight(code.Language, code.Code, cancellationToken) is { Length: > 0 } tokens)
            {
                done(tokens);
            }
        }
        catch (OperationCanceledException)
        {
            // The page has gone.
        }
    }
}
