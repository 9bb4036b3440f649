using Bunit;
using CompareIntel.Core.Comparisons;
using CompareIntel.Tests.Support;
using CompareIntel.Web.Components.Compare;

namespace CompareIntel.Tests.Web.Components.Compare;

public sealed class CollapsedCardTests : BunitContext
{
    [Fact]
    public void Render_LongAnswer_ShowsItsLastWords()
    {
        var card = Show(new LaneScript().Start().Write(new string('a', 300) + " and so it ends"));

        var tail = card.Find(".tail").TextContent.Trim();

        Assert.StartsWith("…", tail, StringComparison.Ordinal);
        Assert.EndsWith(" and so it ends", tail, StringComparison.Ordinal);
        Assert.Equal(81, tail.Length);
    }

    [Fact]
    public void Render_CutInTheMiddleOfAPair_KeepsItOut() =>
        Assert.DoesNotContain('\uFFFD', string.Concat(Show(new LaneScript().Start().Write(string.Concat(Enumerable.Repeat("😀", 100)) + "x")).Find(".tail").TextContent.EnumerateRunes()));

    [Fact]
    public void Render_Failed_SaysWhy() =>
        Assert.Equal(LaneScript.Failure.Message, Show(new LaneScript().Start().Write("Half").End(LaneState.Failed)).Find(".tail").TextContent.Trim());

    [Fact]
    public async Task Publish_AFewFramesWithinASecond_RendersNothing()
    {
        var script = new LaneScript().Start().Wait(0.2).Write("one");
        var card = Show(script);
        var renders = card.RenderCount;

        await card.InvokeAsync(() => card.Instance.Feed.Publish(script.Wait(0.1).Write(" two").Card)).WithinTimeout();
        Assert.Equal(renders, card.RenderCount);
        await card.InvokeAsync(() => card.Instance.Feed.Publish(script.Wait(LaneFold.EstimateInterval.TotalSeconds).Write(" three").Card)).WithinTimeout();

        Assert.Equal("one two three", card.Find(".tail").TextContent.Trim());
        Assert.Equal(renders + 1, card.RenderCount);
    }

    [Theory]
    [InlineData("collapse", CardAction.Collapse)]
    [InlineData("hide", CardAction.Hide)]
    [InlineData("stop", CardAction.Stop)]
    public void Control_Clicked_TellsTheAction(string control, CardAction action)
    {
        CardCommand? command = null;
        var card = Render<CollapsedCard>(parameters => parameters
            .Add(card => card.Label, LaneScript.Labels(1)[0])
            .Add(card => card.Feed, new CardFeed(new LaneScript().Start().Card))
            .Add(card => card.Act, given => command = given));

        card.Find($"[data-action={control}]").Click();

        Assert.Equal(new CardCommand(0, action), command);
    }

    private IRenderedComponent<CollapsedCard> Show(LaneScript script) =>
        Render<CollapsedCard>(parameters => parameters
            .Add(card => card.Label, LaneScript.Labels(1)[0])
            .Add(card => card.Feed, new CardFeed(script.Card)));
}
