using Microsoft.AspNetCore.Components.Rendering;

namespace CompareIntel.Web.Components.Markdown;

/// <summary>
/// Part of a document, and the one component that shows it. It changes in place: only that component renders, not what it stands in.
/// </summary>
internal abstract class Part(SpentTrees spent)
{
    /// <summary>Where the component leaves the trees that it shows no more.</summary>
    public SpentTrees Spent { get; } = spent;

    /// <summary>The component; null before it is there.</summary>
    public PartView? View { get; set; }

    public abstract void Build(RenderTreeBuilder builder);

    /// <summary>Has the component render again.</summary>
    protected void Touch() => View?.Render();
}
