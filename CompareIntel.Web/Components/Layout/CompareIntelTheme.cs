using MudBlazor;

namespace CompareIntel.Web.Components.Layout;

/// <summary>MudBlazor in the product's own colours and type; the same values as in app.css.</summary>
internal static class CompareIntelTheme
{
    private static readonly string[] s_sans = ["Inter", "ui-sans-serif", "system-ui", "Segoe UI", "Roboto", "sans-serif"];

    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#1f5f4a",
            PrimaryContrastText = "#ffffff",
            Secondary = "#5d605a",
            Background = "#f6f6f3",
            BackgroundGray = "#efefea",
            Surface = "#ffffff",
            TextPrimary = "#1b1c1a",
            TextSecondary = "#5d605a",
            TextDisabled = "#6b6e67",
            ActionDefault = "#5d605a",
            Divider = "#dfdfd8",
            LinesDefault = "#dfdfd8",
            LinesInputs = "#c9c9c1",
            Error = "#b3261e",
            Warning = "#8a5a00",
            OverlayDark = "rgba(27,28,26,0.32)",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#7fd1b1",
            PrimaryContrastText = "#10231c",
            Secondary = "#a8aca2",
            Background = "#141513",
            BackgroundGray = "#232521",
            Surface = "#1c1e1b",
            TextPrimary = "#e9eae5",
            TextSecondary = "#a8aca2",
            TextDisabled = "#8f938a",
            ActionDefault = "#a8aca2",
            Divider = "#32352f",
            LinesDefault = "#32352f",
            LinesInputs = "#4a4e46",
            Error = "#ff8a80",
            Warning = "#e6b450",
            OverlayDark = "rgba(0,0,0,0.5)",
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "10px" },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = s_sans, FontSize = "15px", LineHeight = "1.55", LetterSpacing = "normal" },
            Body1 = new Body1Typography { FontSize = "15px", LineHeight = "1.55", LetterSpacing = "normal" },
            Button = new ButtonTypography { FontSize = "13.5px", FontWeight = "500", TextTransform = "none", LetterSpacing = "normal" },
            H6 = new H6Typography { FontSize = "17px", FontWeight = "600", LetterSpacing = "-0.012em" },
        },
    };
}
