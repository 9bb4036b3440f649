namespace CompareIntel.Web.Components.Compare;

/// <summary>Which lane began first.</summary>
internal static class FirstWordRace
{
    /// <summary>
    /// The lane with the shortest time to its first token; null while a lane could still beat it, when fewer than two lanes have begun, and when two
    /// show the same time.
    /// </summary>
    public static int? WinnerOf(IReadOnlyList<CardSnapshot> cards)
    {
        if (cards.Any(static card => card.Status is { TimeToFirstToken: null, Metrics: null }))
        {
            return null;
        }

        var known = cards.Where(static card => card.Status.TimeToFirstToken is not null).OrderBy(static card => card.Status.TimeToFirstToken).ToArray();
        return known.Length > 1 && Shown(known[0]) != Shown(known[1]) ? known[0].Lane : null;
    }

    private static string Shown(CardSnapshot card) => MetricText.Duration(card.Status.TimeToFirstToken!.Value);
}
