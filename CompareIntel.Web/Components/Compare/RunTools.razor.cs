using Microsoft.AspNetCore.Components;

namespace CompareIntel.Web.Components.Compare;

/// <summary>What can be done with all cards of a comparison at once.</summary>
public sealed partial class RunTools
{
    private bool _isStopping;

    /// <summary>What is exported.</summary>
    [Parameter]
    [EditorRequired]
    public required string ComparisonId { get; set; }

    /// <summary>The link by which it is shown to others; null for its owner.</summary>
    [Parameter]
    public string? ShareToken { get; set; }

    /// <summary>Lets the owner make links for others.</summary>
    [Parameter]
    public EventCallback Share { get; set; }

    [Parameter]
    [EditorRequired]
    public required ViewSettings Settings { get; set; }

    /// <summary>Whether there is something to play again.</summary>
    [Parameter]
    public bool CanReplay { get; set; }

    [Parameter]
    public EventCallback Replay { get; set; }

    [Parameter]
    public EventCallback<ViewSettings> SettingsChanged { get; set; }

    /// <summary>Whether anything can be stopped.</summary>
    [Parameter]
    public bool IsRunning { get; set; }

    [Parameter]
    public bool IsAllRaw { get; set; }

    /// <summary>Cards that are hidden.</summary>
    [Parameter]
    public int Hidden { get; set; }

    /// <summary>Lanes that have failed and do not run again.</summary>
    [Parameter]
    public int Failed { get; set; }

    [Parameter]
    public EventCallback ToggleAllRaw { get; set; }

    [Parameter]
    public EventCallback ShowAll { get; set; }

    [Parameter]
    public EventCallback RetryFailed { get; set; }

    [Parameter]
    public EventCallback StopAll { get; set; }

    [Parameter]
    public EventCallback AskAgain { get; set; }

    [Parameter]
    public EventCallback EditPrompt { get; set; }

    /// <summary>Whether a problem can be reported here.</summary>
    [Parameter]
    public bool CanReport { get; set; }

    [Parameter]
    public EventCallback Report { get; set; }

    private Task LayOutAsync(string layout) => SettingsChanged.InvokeAsync(Settings with { Layout = layout });

    private Task LockAsync(string? mode) => SettingsChanged.InvokeAsync(Settings with { ScrollLock = Settings.ScrollLock == mode ? null : mode });

    private async Task StopAllAsync()
    {
        _isStopping = true;
        await StopAll.InvokeAsync();
        _isStopping = false;
    }
}
