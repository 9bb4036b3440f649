using MudBlazor;

namespace CompareIntel.Web.Components.Compare;

/// <summary>How every dialog of the pages looks and closes.</summary>
internal static class PageDialogs
{
    public static readonly DialogOptions Options = new()
    {
        NoHeader = true,
        CloseOnEscapeKey = true,
        BackdropClick = true,
        CloseOnNavigation = true,
        MaxWidth = MaxWidth.Small,
        FullWidth = true,
    };
}
