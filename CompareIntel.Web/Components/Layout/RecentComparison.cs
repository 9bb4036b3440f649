namespace CompareIntel.Web.Components.Layout;

/// <summary>A comparison that this browser started or opened.</summary>
/// <param name="Id">The comparison's id.</param>
/// <param name="Title">The beginning of its prompt.</param>
/// <param name="IsToday">Whether that was today by the browser's calendar.</param>
public sealed record RecentComparison(string Id, string Title, bool IsToday);
