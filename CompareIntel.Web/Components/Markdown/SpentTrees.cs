using Microsoft.AspNetCore.Components.Rendering;

namespace CompareIntel.Web.Components.Markdown;

/// <summary>
/// Render trees that are shown no more. A component keeps the tree before last until it renders again, which what has settled never does: of two trees for each
/// part of an answer one would be held for as long as the page is open. Used on the renderer's thread only.
/// </summary>
internal sealed class SpentTrees
{
    private readonly List<RenderTreeBuilder> _trees = [];

    /// <summary>
    /// Notes that a component has built its next tree and will not show <paramref name="shown"/> any more, which the renderer still compares it with until the
    /// batch has been made.
    /// </summary>
    public void Exchange(ref RenderTreeBuilder? shown, RenderTreeBuilder next)
    {
        // A component builds its two trees in turn: one that is spent may be shown again before anybody has released it.
        _trees.Remove(next);
        if (shown is not null && shown != next)
        {
            _trees.Add(shown);
        }

        shown = next;
    }

    /// <summary>Gives their memory back. Call it while none of their components is rendering. A tree whose component renders again begins anew anyway.</summary>
    public void Release()
    {
        _trees.ForEach(static tree => tree.Clear());
        _trees.Clear();
    }
}
