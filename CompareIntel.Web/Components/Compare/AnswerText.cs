using System.Runtime.ExceptionServices;
using CompareIntel.Core.Markdown;

namespace CompareIntel.Web.Components.Compare;

/// <summary>
/// A text that grows and is shown formatted, or as it was written. A fault of the formatting costs the format of this one text: it is shown as it was
/// written from then on, and no other lane notices.
/// </summary>
internal sealed class AnswerText
{
    private readonly MarkdownBuilder _formatted;
    private PlainTextBuilder? _raw;
    private MarkdownDocument _document = MarkdownDocument.Empty;
    private LastPass? _pass;
    private Exception? _fault;
    private bool _isBroken;
    private bool _isEnded;

    public AnswerText(MarkdownBuilder? formatted = null) => _formatted = formatted ?? new MarkdownBuilder();

    public bool IsRaw { get; private set; }

    /// <summary>Characters that the next document has to parse.</summary>
    public int OpenLength => _raw is null ? _formatted.OpenLength : 0;

    public void Append(ReadOnlySpan<char> delta)
    {
        var wasRaw = _raw is not null;
        Guard(static (formatted, text) => formatted.Append(text), delta);
        if (wasRaw || _isBroken)
        {
            _raw!.Append(delta);
        }
    }

    /// <summary>No more will come. What of it reaches back may be left for a last pass.</summary>
    public void End()
    {
        _isEnded = true;
        _raw?.Complete();
        Guard(static (formatted, text) => text._pass = formatted.End(), this);
    }

    /// <summary>The pass that the end has left to be run, once.</summary>
    public LastPass? TakeLastPass()
    {
        var pass = _pass;
        _pass = null;
        return pass;
    }

    /// <summary>Takes up what the last pass has found.</summary>
    /// <param name="pass">The pass.</param>
    /// <param name="fault">What went wrong when it was run; null for nothing.</param>
    public void Complete(LastPass pass, Exception? fault) => Guard(
        static (formatted, last) =>
        {
            if (last.Fault is not null)
            {
                ExceptionDispatchInfo.Throw(last.Fault);
            }

            formatted.Complete(last.Pass);
        },
        (Pass: pass, Fault: fault));

    public void ShowRaw(bool raw)
    {
        IsRaw = raw;
        _raw = raw || _isBroken ? _raw ?? Written() : null;
    }

    public MarkdownDocument ToDocument()
    {
        if (_raw is null)
        {
            Guard(static (formatted, text) => text._document = formatted.ToDocument(), this);
        }

        return _raw?.ToDocument() ?? _document;
    }

    public IReadOnlyList<SettledCode> TakeSettledCode() => _isBroken ? [] : _formatted.TakeSettledCode();

    public void SetTokens(SettledCode code, string tokens) => Guard(static (formatted, found) => formatted.SetTokens(found.Code, found.Tokens), (Code: code, Tokens: tokens));

    /// <summary>What has gone wrong since the last call.</summary>
    public Exception? TakeFault()
    {
        var fault = _fault;
        _fault = null;
        return fault;
    }

    // The work is static and given what it needs: this runs for every delta, and must make no object.
    private void Guard<T>(Action<MarkdownBuilder, T> work, T state)
        where T : allows ref struct
    {
        if (_isBroken)
        {
            return;
        }

        try
        {
            work(_formatted, state);
        }
        catch (Exception exception)
        {
            _fault = exception;
            _isBroken = true;
            _raw ??= Written();
        }
    }

    private PlainTextBuilder Written()
    {
        var builder = new PlainTextBuilder();
        builder.Append(_formatted.ToString());
        if (_isEnded)
        {
            builder.Complete();
        }

        return builder;
    }
}
