namespace CompareIntel.Web.Components.Compare;

/// <summary>Tells whether two frames show the same race: the same lanes doing the same things, whatever they have written meanwhile.</summary>
internal static class RaceKey
{
    /// <summary>Differs between two frames that show different races, as far as lanes began and ended phases.</summary>
    public static int Of(ComparisonView view) => view.Cards.Sum(static card => card.Timeline.Segments.Count + (card.Timeline.EndedAt is null ? 0 : 1));

    public static bool AreSame(ComparisonView one, ComparisonView other) =>
        one.State == other.State && AreSame(one.Cards, other.Cards) && AreSame(one.Retries, other.Retries);

    private static bool AreSame(IReadOnlyList<RetryView> one, IReadOnlyList<RetryView> other)
    {
        if (one.Count != other.Count)
        {
            return false;
        }

        for (var index = 0; index < one.Count; index++)
        {
            if (one[index].State != other[index].State || !AreSame(one[index].Cards, other[index].Cards))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AreSame(IReadOnlyList<CardSnapshot> one, IReadOnlyList<CardSnapshot> other)
    {
        if (one.Count != other.Count)
        {
            return false;
        }

        for (var index = 0; index < one.Count; index++)
        {
            if (!ReferenceEquals(one[index].Timeline, other[index].Timeline) || one[index].Status.QueuePosition != other[index].Status.QueuePosition)
            {
                return false;
            }
        }

        return true;
    }
}
