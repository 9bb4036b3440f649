namespace CompareIntel.Core.Comparisons;

/// <summary>A silence of more than <see cref="LaneTimeAxis.ShortestStall"/> after a lane's first delta. Times count from the comparison's start.</summary>
/// <param name="From">The last delta before it.</param>
/// <param name="To">The next delta, or the lane's end, or now.</param>
public sealed record LaneStall(TimeSpan From, TimeSpan To)
{
    public TimeSpan Duration => To - From;
}
