using CompareIntel.Web.Components.Compare;

namespace CompareIntel.Tests.Web.Components.Compare;

public sealed class CardBoardTests
{
    private readonly CardBoard _board = new(4);

    [Fact]
    public void Move_ToTheRight_ChangesPlacesWithTheNext()
    {
        _board.Move(1, 1);

        Assert.Equal([0, 2, 1, 3], _board.Cards);
    }

    [Theory]
    [InlineData(0, -1)]
    [InlineData(3, 1)]
    public void Move_BeyondTheEnd_ChangesNothing(int lane, int by)
    {
        _board.Move(lane, by);

        Assert.Equal([0, 1, 2, 3], _board.Cards);
    }

    [Fact]
    public void Move_NeighbourIsHidden_GoesPastIt()
    {
        _board.Hide(1);

        _board.Move(2, -1);

        Assert.Equal([2, 0, 3], _board.Cards);
        _board.ShowAll();
        Assert.Equal([2, 1, 0, 3], _board.Cards);
    }

    [Fact]
    public void Pin_StandsFirstAndCantBeMoved()
    {
        _board.TogglePinned(2);

        Assert.Equal([2, 0, 1, 3], _board.Cards);
        Assert.False(_board.PlaceOf(2, 1).CanMoveRight);
        Assert.False(_board.PlaceOf(0, 1).CanMoveLeft);
        _board.TogglePinned(2);
        Assert.Equal([0, 1, 2, 3], _board.Cards);
    }

    [Fact]
    public void Hide_MaximisedBaseline_IsNeitherAnyMore()
    {
        _board.TogglePinned(1);
        _board.ToggleMaximised(1);

        _board.Hide(1);

        Assert.Equal([0, 2, 3], _board.Listed);
        Assert.Equal(1, _board.HiddenCount);
        Assert.Null(_board.Maximised);
        Assert.Null(_board.Pinned);
        Assert.Equal(0, _board.Active);
    }

    [Fact]
    public void Collapse_ThenChoose_IsWholeAgain()
    {
        _board.ToggleCollapsed(1);
        Assert.Equal([1], _board.Lines);
        Assert.Equal([0, 2, 3], _board.Cards);

        _board.Activate(1);

        Assert.Empty(_board.Lines);
        Assert.Equal(1, _board.Active);
    }

    [Fact]
    public void Activate_WhileAnotherHasThePage_TakesItOver()
    {
        _board.ToggleMaximised(0);

        _board.Activate(2);

        Assert.Equal(2, _board.Maximised);
    }

    [Fact]
    public void Active_EverythingHidden_IsNone()
    {
        foreach (var lane in new[] { 0, 1, 2, 3 })
        {
            _board.Hide(lane);
        }

        Assert.Equal(-1, _board.Active);
    }

    [Fact]
    public void TakeOf_NothingChosen_IsTheLatest()
    {
        Assert.Equal(0, _board.TakeOf(0, 1));
        Assert.Equal(1, _board.TakeOf(0, 2));
    }

    [Fact]
    public void TakeOf_Chosen_StaysUntilThereIsANewOne()
    {
        _board.TakeOf(0, 2);
        _board.ChooseTake(0, 0);
        Assert.Equal(0, _board.TakeOf(0, 2));

        Assert.Equal(2, _board.TakeOf(0, 3));
    }

    [Fact]
    public void ToggleAllRaw_SomeAreRaw_MakesAllRaw()
    {
        _board.ToggleRaw(1);

        _board.ToggleAllRaw();

        Assert.True(_board.IsAllRaw);
        _board.ToggleRaw(1);
        Assert.Equal([0, 2, 3], _board.Raw.Order());
        _board.ToggleAllRaw();
        _board.ToggleAllRaw();
        Assert.Empty(_board.Raw);
    }
}
