using System.Text.Json;
using CompareIntel.Web.Components.Compare;

namespace CompareIntel.Tests.Web.Components.Compare;

public sealed class PageMemoryTests
{
    [Fact]
    public void Boards_PutAwayAndTakenUp_AreArrangedAsBefore()
    {
        var before = new PageMemory();
        var board = before.BoardOf("abc", 5);
        board.Move(0, 1);
        board.Hide(2);
        board.ToggleCollapsed(3);
        board.TogglePinned(4);
        board.ToggleRaw(1);
        board.ToggleMaximised(1);
        board.ChooseTake(1, 0);

        var after = PutAway(before).BoardOf("abc", 5);

        Assert.Equal(board.Cards, after.Cards);
        Assert.Equal(board.Lines, after.Lines);
        Assert.Equal(board.Raw, after.Raw);
        Assert.Equal((1, 4, 1, 1), (after.Maximised, after.Pinned, after.HiddenCount, after.Active));
        Assert.Equal(0, after.TakeOf(1, 2));
    }

    [Fact]
    public void BoardOf_SameComparisonAgain_IsAsItWasLeft()
    {
        var memory = new PageMemory();
        memory.BoardOf("abc", 3).Hide(1);
        memory.BoardOf("other", 3);

        Assert.Equal([0, 2], memory.BoardOf("abc", 3).Cards);
        Assert.Equal([0, 1, 2], memory.BoardOf("other", 3).Cards);
    }

    [Fact]
    public void BoardOf_AnotherNumberOfLanes_IsNew()
    {
        var memory = new PageMemory();
        memory.BoardOf("abc", 3).Hide(1);

        Assert.Equal([0, 1, 2, 3], memory.BoardOf("abc", 4).Cards);
    }

    [Fact]
    public void Boards_OfManyComparisons_StayFarBelowAMessagesLimit()
    {
        var memory = new PageMemory();
        for (var index = 0; index < 100; index++)
        {
            var board = memory.BoardOf($"comparison-with-an-id-{index}", 12);
            board.ToggleAllRaw();
            for (var lane = 0; lane < 12; lane++)
            {
                board.ToggleCollapsed(lane);
                board.ChooseTake(lane, 3);
            }
        }

        Assert.InRange(JsonSerializer.SerializeToUtf8Bytes(memory.Boards).Length, 1, 8 * 1024);
        Assert.Equal(12, memory.BoardOf("comparison-with-an-id-99", 12).Lines.Count);
    }

    // As the framework does it: each property by itself, as JSON.
    private static PageMemory PutAway(PageMemory memory) =>
        new() { Boards = JsonSerializer.Deserialize<CardBoardState[]>(JsonSerializer.Serialize(memory.Boards))! };
}
