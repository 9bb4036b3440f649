namespace CompareIntel.Web.Components.Compare;

/// <summary>
/// How long after it is due a page's frame is sent: what it begins late for want of a processor, and what making it takes. That is taken off the time that the
/// next one waits, so that words come as soon on a busy server as on one that is idle; what it begins late counts twice, because that differs much from one
/// frame to the next. On a server that has too much to do nothing is taken off, and there are fewer frames.
/// </summary>
internal struct FrameDelay
{
    // A delay counts for about two seconds of frames, so that nearly all of them are ready in time and not just half.
    private const double Decay = 0.95;
    private const double Margin = 2;
    private const double MostOfInterval = 1.0 / 3;
    private const double TooLate = 0.5;

    private TimeSpan _expected;
    private TimeSpan _late;

    /// <summary>What to take off an interval.</summary>
    public readonly TimeSpan Expected(TimeSpan interval)
    {
        var most = MostOfInterval * interval;
        return _late > TooLate * interval ? TimeSpan.Zero : _expected < most ? _expected : most;
    }

    /// <summary>A frame was sent.</summary>
    /// <param name="begun">So much later than due it was begun.</param>
    /// <param name="making">From its beginning until it was sent.</param>
    public void Add(TimeSpan begun, TimeSpan making)
    {
        _expected = Longest((Margin * begun) + making, Decay * _expected);
        _late = Longest(begun + making, Decay * _late);
    }

    private static TimeSpan Longest(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
