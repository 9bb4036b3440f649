using CompareIntel.Web.Components.Markdown;
using Microsoft.AspNetCore.Components.Rendering;

namespace CompareIntel.Tests.Web.Components.Markdown;

#pragma warning disable BL0006 // What is held is the tree itself.
public sealed class SpentTreesTests
{
    private readonly SpentTrees _spent = new();
    private readonly RenderTreeBuilder _first = Tree("first");
    private readonly RenderTreeBuilder _second = Tree("second");

    [Fact]
    public void Release_AfterAnotherTreeWasBuilt_EmptiesTheOneBefore()
    {
        RenderTreeBuilder? shown = null;
        _spent.Exchange(ref shown, _first);
        _spent.Exchange(ref shown, _second);

        Assert.Equal(1, _first.GetFrames().Count);
        _spent.Release();

        Assert.Equal(0, _first.GetFrames().Count);
        Assert.Equal(1, _second.GetFrames().Count);
        Assert.Same(_second, shown);
    }

    [Fact]
    public void Release_AfterOnlyOneTree_LeavesIt()
    {
        RenderTreeBuilder? shown = null;
        _spent.Exchange(ref shown, _first);

        _spent.Release();

        Assert.Equal(1, _first.GetFrames().Count);
    }

    [Fact]
    public void Release_AfterTheSameTreeIsShownAgain_LeavesIt()
    {
        RenderTreeBuilder? shown = null;
        _spent.Exchange(ref shown, _first);
        _spent.Exchange(ref shown, _second);
        _spent.Exchange(ref shown, _first);

        _spent.Release();

        Assert.Equal(1, _first.GetFrames().Count);
        Assert.Equal(0, _second.GetFrames().Count);
    }

    [Fact]
    public void Exchange_ForTheSameTree_SpendsNothing()
    {
        RenderTreeBuilder? shown = null;
        _spent.Exchange(ref shown, _first);
        _spent.Exchange(ref shown, _first);

        _spent.Release();

        Assert.Equal(1, _first.GetFrames().Count);
    }

    private static RenderTreeBuilder Tree(string text)
    {
        var tree = new RenderTreeBuilder();
        tree.AddContent(0, text);
        return tree;
    }
}
