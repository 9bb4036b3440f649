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
    private Exception? _fault;
    private bool _isBroken;
    private bool _isComplete;

    public AnswerText(MarkdownBuilder? formatted = null) => _formatted = formatted ?? new MarkdownBuilder();

    public bool IsRaw { get; private set; }

    /// <summary>Characters that the next document has to parse.</summary>
    public int OpenLength => _raw is null ? _formatted.OpenLength : 0;

    public void Append(string delta)
    {
        var wasRaw = _raw is not null;
        Guard(static (formatted, text) => formatted.Append(text), delta);
        if (wasRaw || _isBroken)
        {
            _raw!.Append(delta);
        }
    }

    /// <summary>No more will come.</summary>
    public void Complete()
    {
        _isComplete = true;
        _raw?.Complete();
        Guard(static (formatted, _) => formatted.Complete(), 0);
    }

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
        if (_isComplete)
        {
            builder.Complete();
        }

        return builder;
    }
}
