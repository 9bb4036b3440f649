using CompareIntel.Core.Comparisons;
using Microsoft.Extensions.AI;

namespace CompareIntel.Tests.Core.Comparisons;

public sealed class HistoryMessageTests
{
    private static readonly HistoryMessage[] s_history =
    [
        new(ChatRole.System, "rules"),
        new(ChatRole.User, "question"),
        new(ChatRole.Assistant, "of a", "a"),
        new(ChatRole.Assistant, "of b", "b"),
        new(ChatRole.Assistant, "of someone"),
        new(ChatRole.User, "follow-up", "b"),
    ];

    [Theory]
    [InlineData("a", "rules", "question", "of a", "of someone", "follow-up")]
    [InlineData("b", "rules", "question", "of b", "of someone", "follow-up")]
    [InlineData("c", "rules", "question", "of someone", "follow-up")]
    public void ForModel_OtherModelsAnswers_AreLeftOut(string model, params string[] expected) =>
        Assert.Equal(expected, HistoryMessage.ForModel(s_history, model).Select(static message => message.Text));

    [Fact]
    public void ForModel_KeepsRoles() =>
        Assert.Equal(
            [ChatRole.System, ChatRole.User, ChatRole.Assistant, ChatRole.Assistant, ChatRole.User],
            HistoryMessage.ForModel(s_history, "a").Select(static message => message.Role));

    [Fact]
    public void ForModel_NoHistory_IsEmpty() => Assert.Empty(HistoryMessage.ForModel([], "a"));
}
