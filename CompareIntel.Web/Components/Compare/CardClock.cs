using System.Globalization;

namespace CompareIntel.Web.Components.Compare;

/// <summary>The clock of a retry: its times are not those of the race around it.</summary>
/// <param name="RunId">The retry's own comparison.</param>
/// <param name="Elapsed">Sets the browser's clock.</param>
/// <param name="IsRunning">Whether it goes on by itself.</param>
public sealed record CardClock(string RunId, TimeSpan Elapsed, bool IsRunning)
{
    public string ElapsedMs => Elapsed.TotalMilliseconds.ToString("0.#", CultureInfo.InvariantCulture);
}
