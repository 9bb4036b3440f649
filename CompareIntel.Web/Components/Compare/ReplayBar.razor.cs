using System.Globalization;
using CompareIntel.Core.Replay;
using Microsoft.AspNetCore.Components;

namespace CompareIntel.Web.Components.Compare;

/// <summary>Controls a replay. The time that it shows is the browser's, see elements.js; whoever owns the player renders this when something else changes.</summary>
public sealed partial class ReplayBar
{
    [Parameter]
    [EditorRequired]
    public required ReplayPlayer Player { get; set; }

    /// <summary>Shows the comparison as it is again.</summary>
    [Parameter]
    public EventCallback Leave { get; set; }

    private static string Ms(TimeSpan time) => time.TotalMilliseconds.ToString("0.####", CultureInfo.InvariantCulture);

    private void Toggle()
    {
        if (Player.IsPlaying)
        {
            Player.Pause();
        }
        else
        {
            Player.Play();
        }
    }

    private void Seek(ChangeEventArgs change)
    {
        if (double.TryParse(change.Value as string, NumberStyles.Float, CultureInfo.InvariantCulture, out var milliseconds) && double.IsFinite(milliseconds))
        {
            // What a browser says may lie far outside, where no time span goes.
            Player.Seek(TimeSpan.FromMilliseconds(Math.Clamp(milliseconds, 0, Player.Duration.TotalMilliseconds)));
        }
    }
}
