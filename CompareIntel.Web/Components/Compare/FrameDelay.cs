namespace CompareIntel.Web.Components.Compare;

/// <summary>
/// How long after it is due a page's frame is sent: what it begins late for want of a processor, and what making it takes. That is taken off the time that the
/// next one waits, so that words come as soon on a busy server as on one that is idle. On a server that has too much to do nothing is taken off, and there are
/// fewer frames.
/// </summary>
internal struct FrameDelay
{
    // A delay counts for about two seconds of frames, so that nearly all of them are ready in time and not just half.
    private const double Decay = 0.95;
    private const double MostOfInterval = 0.25;

    private TimeSpan _late;

    /// <summary>What to take off an interval.</summary>
    public readonly TimeSpan Expected(TimeSpan interval)
    {
        var most = interval * MostOfInterval;
        return _late > 2 * most ? TimeSpan.Zero : _late > most ? most : _late;
    }

    /// <summary>A frame was sent so much later than it was due.</summary>
    public void Add(TimeSpan late)
    {
        _late *= Decay;
        _late = late > _late ? late : _late;
    }
}
