using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Conversations;
using Microsoft.Extensions.AI;

namespace CompareIntel.Tests.Core.Conversations;

public sealed class LaneSealTests
{
    [Fact]
    public void Hash_IsThatOfTheMessagesAsSent()
    {
        var request = new ComparisonRequest
        {
            Prompt = "two",
            Lanes = [new("a") { System = "Be short.", History = [new(ChatRole.User, "one"), new(ChatRole.Assistant, "1")] }],
        };

        // printf '%s' '[...]' | sha256sum
        Assert.Equal("b4da3bf9d4436409ba8a6728d1485fbff9cdfd88bd58b76d98d1c8c31e4a6b82", LaneSeal.Of(request, 0).MessagesHash);
        Assert.Equal(3, LaneSeal.Of(request, 0).Messages);
    }

    [Fact]
    public void Differences_NameWhatIsNotTheSame()
    {
        var request = new ComparisonRequest
        {
            Prompt = "p",
            Lanes =
            [
                new("a"),
                new("b"),
                new("c") { Temperature = 1 },
                new("d") { System = "Be short.", TopP = 0.5f, MaxOutputTokens = 10 },
                new("e") { History = [new(ChatRole.User, "one")] },
            ],
        };
        var seals = Enumerable.Range(0, 5).Select(lane => LaneSeal.Of(request, lane)).ToArray();

        Assert.Empty(LaneSeal.Differences(seals[..2]));
        Assert.Equal(["temperature"], LaneSeal.Differences(seals[..3]));
        Assert.Equal(["messages"], LaneSeal.Differences([seals[0], seals[4]]));
        Assert.Equal(["messages", "system prompt", "temperature", "top p", "output limit"], LaneSeal.Differences(seals));
    }
}
