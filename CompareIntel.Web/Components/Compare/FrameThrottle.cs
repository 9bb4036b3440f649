namespace CompareIntel.Web.Components.Compare;

/// <summary>
/// Makes a page's frames rarer while the server is behind with reading what providers send: then the processor goes to the text, which is shown in fewer and
/// larger frames. A moment's lag, as when many answers end at once, changes nothing.
/// </summary>
internal struct FrameThrottle
{
    /// <summary>No frame waits longer for the server's sake: a click's effect may come with the next frame only, and is to be seen within a second.</summary>
    public static readonly TimeSpan LongestInterval = TimeSpan.FromMilliseconds(500);

    // Of about the last twenty frames.
    private const double Weight = 0.05;
    private const double Factor = 5;

    private static readonly TimeSpan s_usualLag = TimeSpan.FromMilliseconds(75);

    // What is more says nothing more, and would be remembered for longer.
    private static readonly TimeSpan s_mostLag = TimeSpan.FromMilliseconds(200);

    private TimeSpan _lag;

    /// <summary>Reading lags so much now. Call it for each frame.</summary>
    public void Add(TimeSpan lag) => _lag += Weight * ((lag < s_mostLag ? lag : s_mostLag) - _lag);

    /// <summary>What an interval becomes; never shorter.</summary>
    public readonly TimeSpan Of(TimeSpan interval)
    {
        if (_lag <= s_usualLag || interval >= LongestInterval)
        {
            return interval;
        }

        var longer = interval + (Factor * (_lag - s_usualLag));
        return longer < LongestInterval ? longer : LongestInterval;
    }
}
