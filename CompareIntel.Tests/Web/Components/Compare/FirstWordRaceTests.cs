using CompareIntel.Core.Comparisons;
using CompareIntel.Web.Components.Compare;

namespace CompareIntel.Tests.Web.Components.Compare;

public sealed class FirstWordRaceTests
{
    [Fact]
    public void WinnerOf_ALaneStillWaits_IsNobody() =>
        Assert.Null(FirstWordRace.WinnerOf(new LaneScript(2).Start().Start(1).Wait(0.3).Write("So").View.Cards));

    [Fact]
    public void WinnerOf_AllHaveBegun_IsTheFirst() =>
        Assert.Equal(1, FirstWordRace.WinnerOf(new LaneScript(2).Start().Start(1).Wait(0.3).Write("So", 1).Wait(0.1).Write("So").View.Cards));

    [Fact]
    public void WinnerOf_SameTimeAsShown_IsNobody() =>
        Assert.Null(FirstWordRace.WinnerOf(new LaneScript(2).Start().Start(1).Wait(0.3).Write("So", 1).Wait(0.001).Write("So").View.Cards));

    [Fact]
    public void WinnerOf_OnlyOneBegan_IsNobody() =>
        Assert.Null(FirstWordRace.WinnerOf(new LaneScript(2).Start().Start(1).Wait(0.3).Write("So", 1).End(LaneState.Failed).View.Cards));
}
