namespace CompareIntel.Benchmarks.Pages;

/// <summary>The only knowledge of the page's markup.</summary>
internal static class PageMarkup
{
    public const string Card = "article.card";

    /// <summary>A card whose answer is whole.</summary>
    public const string DoneCard = "article.card[data-state=done]";

    public const string Answer = "article.card .answer";

    public const string Code = "article.card .answer code-block code";
}
