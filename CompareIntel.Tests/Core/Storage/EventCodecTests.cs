using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Storage;
using FsCheck;
using FsCheck.Xunit;

namespace CompareIntel.Tests.Core.Storage;

public class EventCodecTests
{
    [Property(Arbitrary = [typeof(EventArbitrary)], MaxTest = 300)]
    public void Decode_OfWhatWasEncoded_GivesTheSameEvents(ComparisonEvent[] events, PositiveInt first)
    {
        for (var index = 0; index < events.Length; index++)
        {
            events[index].Sequence = first.Get + index;
        }

        if (events.Length > 0)
        {
            Assert.Equal(events, EventCodec.Decode(EventCodec.Encode(events), first.Get));
        }
    }

    [Property(Arbitrary = [typeof(EventArbitrary)], MaxTest = 300)]
    public void Decode_OfDamagedBytes_GivesEventsOrSaysSo(ComparisonEvent[] events, byte[] noise, int at)
    {
        var data = EventCodec.Encode([.. events, new LaneCreated(0, "a")]);
        foreach (var value in noise)
        {
            data[(uint)(at = (at * 31) + 7) % data.Length] = value;
        }

        var fault = Record.Exception(() => EventCodec.Decode(data[..^(noise.Length % data.Length)], 1));

        Assert.True(fault is null or InvalidDataException, fault?.ToString());
    }

    [Theory]
    [InlineData("\uD83D")]
    [InlineData("\uDE00 ")]
    [InlineData("a\uDE00\uD83Db")]
    [InlineData("\0")]
    public void Decode_OfHalfACharacter_GivesThatHalf(string text)
    {
        var decoded = EventCodec.Decode(EventCodec.Encode([new TextReceived(3, text), new ReasoningReceived(11, text)]), 1);

        Assert.Equal(text, Assert.IsType<TextReceived>(decoded[0]).Text);
        Assert.Equal(text, Assert.IsType<ReasoningReceived>(decoded[1]).Text);
    }

    [Fact]
    public void Encode_OfDeltas_TakesAboutFiveBytesBesideTheirText()
    {
        var events = Enumerable.Range(0, 1_000).Select(static index => new TextReceived(index % 9, "word ") { Sequence = index + 1, Elapsed = TimeSpan.FromTicks(22_345L * index) });

        Assert.InRange(EventCodec.Encode(events).Length, 5_000 + 4_000, 5_000 + 5_500);
    }

    [Fact]
    public void Decode_OfAFormOfALaterProgram_SaysSo()
    {
        var fault = Assert.Throws<InvalidDataException>(static () => EventCodec.Decode([99, 1, 2], 1));

        Assert.Contains("99", fault.Message, StringComparison.Ordinal);
    }
}
