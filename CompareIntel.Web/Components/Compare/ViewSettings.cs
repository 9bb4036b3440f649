namespace CompareIntel.Web.Components.Compare;

/// <summary>How this browser lays cards out; remembered by it, for all comparisons.</summary>
/// <param name="Layout">One of <see cref="Layouts"/>.</param>
/// <param name="ScrollLock">One of <see cref="ScrollLocks"/>; null when every card scrolls by itself.</param>
public sealed record ViewSettings(string Layout, string? ScrollLock)
{
    /// <summary>As many columns as there is room for.</summary>
    public const string Auto = "auto";

    /// <summary>Cards at their whole height, one below the other.</summary>
    public const string Wide = "wide";

    /// <summary>One card at a time.</summary>
    public const string Tabs = "tabs";

    public static ViewSettings Default { get; } = new(Auto, null);

    /// <summary>Layouts of full height with so many cards in the width that there is.</summary>
    public static IReadOnlyList<string> Columns { get; } = ["1", "2", "3", "4"];

    public static IReadOnlyList<string> Layouts { get; } = [Auto, .. Columns, Wide, Tabs];

    public static IReadOnlyList<string> ScrollLocks { get; } = ["proportion", "heading"];

    /// <summary>Takes what a browser has kept, whatever another version or a person has put there.</summary>
    public static ViewSettings Of(string? layout, string? scrollLock) => new(
        layout is not null && Layouts.Contains(layout) ? layout : Auto,
        scrollLock is not null && ScrollLocks.Contains(scrollLock) ? scrollLock : null);
}
