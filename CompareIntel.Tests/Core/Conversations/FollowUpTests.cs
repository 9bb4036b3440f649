using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Conversations;
using CompareIntel.Tests.Support;
using Microsoft.Extensions.AI;

namespace CompareIntel.Tests.Core.Conversations;

public sealed class FollowUpTests
{
    [Fact]
    public async Task Create_EachLane_GetsItsOwnHistoryAndNothingOfAnothers()
    {
        await using var rig = new EngineRig();
        var first = await AskAsync(rig, ComparisonRequest.Create("one", "a", "b"), ("a", "a1"), ("b", "b1"));

        var second = await AskAsync(rig, FollowUp.Create(first, "two", [new("a", 0), new("b", 1)]), ("a", "a2"), ("b", "b2"));
        var third = FollowUp.Create(second, "three", [new("a", 0), new("b", 1)]);

        Assert.Equal(["user one", "assistant a1", "user two", "assistant a2"], Words(third.Lanes[0].History));
        Assert.Equal(["user one", "assistant b1", "user two", "assistant b2"], Words(third.Lanes[1].History));
        Assert.Equal(new LaneReference(second.Id, 1), third.Lanes[1].HistoryFrom);
    }

    [Fact]
    public async Task Create_LaneThatWritesTheNextTurn_SendsItsHistory()
    {
        await using var rig = new EngineRig();
        var first = await AskAsync(rig, ComparisonRequest.Create("one", "a"), ("a", "a1"));

        rig.Live.Start(FollowUp.Create(first, "two", [new("a", 0)]), FollowUp.OriginAfter(first));
        var call = await rig.Provider.NextCallAsync("a");

        Assert.Equal(["user one", "assistant a1", "user two"], Words(call.Messages));
        call.Complete();
    }

    [Fact]
    public async Task Create_AddedLane_BeginsWithNothingOrWithOneOtherLane()
    {
        await using var rig = new EngineRig();
        var first = await AskAsync(rig, new ComparisonRequest { Prompt = "one", Lanes = [new("a") { System = "Be short.", Temperature = 0.1f }, new("b")] }, ("a", "a1"), ("b", "b1"));

        var next = FollowUp.Create(first, "two", [new("c", null), new("d", 0)], maxOutputTokens: 100);

        Assert.Empty(next.Lanes[0].History);
        Assert.Null(next.Lanes[0].HistoryFrom);
        Assert.Equal(100, next.Lanes[0].MaxOutputTokens);
        Assert.Equal(["user one", "assistant a1"], Words(next.Lanes[1].History));
        Assert.Equal(("d", "Be short.", 0.1f), (next.Lanes[1].Model, next.Lanes[1].System, next.Lanes[1].Temperature));
    }

    [Fact]
    public async Task CreateAndInstead_LaneWithSettings_HasThemInPlaceOfItsOwnAndNoneCanRaiseTheLimit()
    {
        await using var rig = new EngineRig();
        var first = await AskAsync(rig, new ComparisonRequest { Prompt = "one", Lanes = [new("a") { System = "Be short.", Temperature = 0.1f, MaxOutputTokens = 50 }, new("b") { TopP = 0.5f }] }, ("a", "a1"), ("b", "b1"));
        FollowUpLane[] lanes = [new("a", 0, new(TopP: 0.9f)), new("b", 1), new("c", null, new("Be long.", MaxOutputTokens: 700)), new("d", null, new(MaxOutputTokens: 7))];
        LaneSettings[] expected = [new(TopP: 0.9f, MaxOutputTokens: 100), new(TopP: 0.5f), new("Be long.", MaxOutputTokens: 100), new(MaxOutputTokens: 7)];

        Assert.Equal(expected, FollowUp.Create(first, "two", lanes, maxOutputTokens: 100).Lanes.Select(LaneSettings.Of));
        Assert.Equal(expected, FollowUp.Instead(first, "two", lanes, maxOutputTokens: 100).Lanes.Select(LaneSettings.Of));
    }

    [Fact]
    public async Task Create_LaneThatDidNotAnswer_HasNoTraceOfTheTurn()
    {
        await using var rig = new EngineRig();
        var first = await AskAsync(rig, ComparisonRequest.Create("one", "a", "unknown"), ("a", "a1"));

        var next = FollowUp.Create(first, "two", [new("a", 0), new("b", 1)]);

        Assert.Empty(next.Lanes[1].History);
    }

    [Fact]
    public async Task Create_LaneThatRanAgain_GoesOnFromItsLastAnswer()
    {
        await using var rig = new EngineRig();
        var first = await AskAsync(rig, ComparisonRequest.Create("one", "a"), ("a", "a1"));
        var retry = rig.Live.Retry(first.Id, [0])!;
        (await rig.Provider.NextCallAsync("a")).Text("better").Complete();
        await retry.Completion.WithinTimeout();
        var failed = rig.Live.Retry(first.Id, [0], "unknown")!;
        await failed.Completion.WithinTimeout();

        var next = FollowUp.Create(first, "two", [new("a", 0)]);

        Assert.Equal(["user one", "assistant better"], Words(next.Lanes[0].History));
        Assert.Equal(new LaneReference(retry.Id, 0), next.Lanes[0].HistoryFrom);
    }

    [Fact]
    public async Task Create_LaneThatStillWrites_IsRefused()
    {
        await using var rig = new EngineRig();
        var first = rig.Start("a", "b");
        (await rig.Provider.NextCallAsync("a")).Text("done").Complete();
        await EngineRig.EndOfAsync(first, 0);

        Assert.Single(FollowUp.Create(first, "two", [new("a", 0)]).Lanes);
        Assert.Throws<ArgumentException>(() => FollowUp.Create(first, "two", [new("b", 1)]));
        Assert.Throws<ArgumentException>(() => FollowUp.Create(first, "two", [new("b", 2)]));
    }

    [Fact]
    public async Task Branches_StandBesideTheTurnAndOverwriteNothing()
    {
        await using var rig = new EngineRig();
        var first = await AskAsync(rig, ComparisonRequest.Create("one", "a"), ("a", "a1"));
        var second = await AskAsync(rig, FollowUp.Create(first, "two", [new("a", 0)]), FollowUp.OriginAfter(first), ("a", "a2"));

        var edited = await AskAsync(rig, FollowUp.Instead(second, "two, but better", [new("a", 0)]), FollowUp.OriginBeside(second), ("a", "a3"));
        var beginning = await AskAsync(rig, first.Request, FollowUp.OriginBeside(first), ("a", "a4"));

        Assert.Equal(["user one", "assistant a1"], Words(edited.Request.Lanes[0].History));
        var way = (await rig.Live.ConversationOfAsync(second)).WayThrough(second.Id);
        Assert.Equal([first.Id, second.Id], way.Select(static step => step.Turn.Id));
        Assert.Equal([first.Id, beginning.Id], way[0].Branches.Select(static turn => turn.Id));
        Assert.Equal([second.Id, edited.Id], way[1].Branches.Select(static turn => turn.Id));
        Assert.Equal("a2", ComparisonTranscript.Of(second.Log).TextOf(0));
    }

    private static Task<LiveComparison> AskAsync(EngineRig rig, ComparisonRequest request, params (string Model, string Answer)[] answers) =>
        AskAsync(rig, request, ComparisonOrigin.None, answers);

    private static async Task<LiveComparison> AskAsync(EngineRig rig, ComparisonRequest request, ComparisonOrigin origin, params (string Model, string Answer)[] answers)
    {
        // Branches are told apart by their times.
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        var comparison = rig.Live.Start(request, origin);
        foreach (var (model, answer) in answers)
        {
            (await rig.Provider.NextCallAsync(model)).Text(answer).Complete();
        }

        await comparison.Completion.WithinTimeout();
        return comparison;
    }

    private static IEnumerable<string> Words(IEnumerable<ChatMessage> messages) => messages.Select(static message => $"{message.Role} {message.Text}");
}
