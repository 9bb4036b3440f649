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
        Guard(() => _formatted.Append(delta));
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
        Guard(_formatted.Complete);
    }

    public void ShowRaw(bool raw)
    {
        IsRaw = raw;
        _raw = raw || _isBroken ? _raw ?? Written() : null;
    }

    public MarkdownDocument ToDocument()
    {
        var document = MarkdownDocument.Empty;
        if (_raw is null)
        {
            Guard(() => document = _formatted.ToDocument());
        }

        return _raw?.ToDocument() ?? document;
    }

    public IReadOnlyList<SettledCode> TakeSettledCode() => _isBroken ? [] : _formatted.TakeSettledCode();

    public void SetTokens(SettledCode code, string tokens) => Guard(() => _formatted.SetTokens(code, tokens));

    /// <summary>What has gone wrong since the last call.</summary>
    public Exception? TakeFault()
    {
        var fault = _fault;
        _fault = null;
        return fault;
    }

    private void Guard(Action work)
    {
        if (_isBroken)
        {
            return;
        }

        try
        {
            work();
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
