using CompareIntel.Core.Markdown;

namespace CompareIntel.Web.Components.Compare;

/// <summary>Colours code off the pages' loops, one block at a time for the whole server: colours are a comfort and must not take text's time.</summary>
public sealed class CodeColours : IDisposable
{
    private readonly CodeHighlighter _highlighter;
    private readonly SemaphoreSlim _turn = new(1);

    public CodeColours(CodeHighlighter highlighter) => _highlighter = highlighter;

    /// <summary>Calls <paramref name="done"/> with the tokens, on another thread, unless the code has no colours or nobody wants them any more.</summary>
    public void Enqueue(SettledCode code, Action<string> done, CancellationToken cancellationToken) =>
        _ = Task.Run(() => ColourAsync(code, done, cancellationToken), CancellationToken.None);

    public void Dispose() => _turn.Dispose();

    private async Task ColourAsync(SettledCode code, Action<string> done, CancellationToken cancellationToken)
    {
        try
        {
            await _turn.WaitAsync(cancellationToken);
            try
            {
                if (_highlighter.Highlight(code.Language, code.Code, cancellationToken) is { Length: > 0 } tokens)
                {
                    done(tokens);
                }
            }
            finally
            {
                _turn.Release();
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            // The page has gone, or the server goes.
        }
    }
}
