using Microsoft.AspNetCore.Components;

namespace CompareIntel.Web.Components.Compare;

/// <summary>A card's rare actions, as plain buttons in the browser's own popover: twelve cards must not cost twelve menus of a component library.</summary>
public sealed partial class CardMenu
{
    private (LaneLabel? Label, LaneTake? Take, CardPlace? Place, bool IsRunning, bool HasText) _rendered;

    [Parameter]
    [EditorRequired]
    public required LaneLabel Label { get; set; }

    [Parameter]
    [EditorRequired]
    public required LaneTake Take { get; set; }

    [Parameter]
    [EditorRequired]
    public required CardPlace Place { get; set; }

    [Parameter]
    public bool IsRunning { get; set; }

    [Parameter]
    public bool HasText { get; set; }

    [Parameter]
    public EventCallback<CardCommand> Act { get; set; }

    private string MenuId => $"lane-{Label.Lane}-menu";

    protected override bool ShouldRender() => _rendered != (Label, Take, Place, IsRunning, HasText);

    private Task DoAsync(CardAction action) => Act.InvokeAsync(new CardCommand(Label.Lane, action));
}
