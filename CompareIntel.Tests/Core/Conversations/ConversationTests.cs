using CompareIntel.Core.Conversations;

namespace CompareIntel.Tests.Core.Conversations;

public sealed class ConversationTests
{
    private static readonly Conversation s_branched = new(
    [
        Turn("a", null, 0),
        Turn("a2", null, 5),
        Turn("b", "a", 1),
        Turn("b2", "a", 2),
        Turn("c", "b", 3),
        Turn("c2", "b2", 4),
    ]);

    [Theory]
    [InlineData("c", "a b c")]
    [InlineData("b", "a b c")]
    [InlineData("a", "a b2 c2")]
    [InlineData("b2", "a b2 c2")]
    [InlineData("a2", "a2")]
    [InlineData("nobody", "")]
    public void Way_GoesThroughTheTurnAndOnByTheNewestBranch(string through, string expected) =>
        Assert.Equal(expected, string.Join(' ', s_branched.WayThrough(through).Select(static step => step.Turn.Id)));

    [Fact]
    public void Step_KnowsTheBranchesThatBeginAtTheSamePlace()
    {
        var way = s_branched.WayThrough("b");

        Assert.Equal(["a", "a2"], way[0].Branches.Select(static turn => turn.Id));
        Assert.Equal((0, 0, 0), (way[0].Branch, way[1].Branch, way[2].Branch));
        Assert.Equal(["b", "b2"], way[1].Branches.Select(static turn => turn.Id));
        Assert.Equal(1, s_branched.WayThrough("b2")[1].Branch);
    }

    [Fact]
    public void Way_ParentsThatAreMissingOrGoInCircles_Ends()
    {
        var conversation = new Conversation([Turn("x", "gone", 0), Turn("y", "z", 1), Turn("z", "y", 2)]);

        Assert.Equal("x", Assert.Single(conversation.WayThrough("x")).Turn.Id);
        Assert.Equal(2, conversation.WayThrough("y").Count);
    }

    private static ConversationTurn Turn(string id, string? parent, int second) => new(id, parent, $"prompt {id}", DateTimeOffset.UnixEpoch.AddSeconds(second));
}
