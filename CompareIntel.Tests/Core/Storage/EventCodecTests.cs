using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Storage;
using FsCheck;
using FsCheck.Xunit;

namespace CompareIntel.Tests.Core.Storage;

public class EventCodecTests
{
    // Written by the program before it noted what is known of requests.
    private const string OlderSegment =
        "AQQAAW0GsOoBAQfQnnigAXsiQXR0ZW1wdCI6MSwiRmFpbHVyZSI6eyJLaW5kIjoiUmF0ZUxpbWl0ZWQiLCJNZXNzYWdlIjoiV2FpdC4ifSwiUmV0cnlJbiI6IjAwOjAwOjAwLjUwMDAwMDAiLCJIYXNUZXh0IjpmYWxzZSwiTGFuZSI6MCwiU2VxdWVuY2UiOjAsIkVsYXBzZWQiOiIwMDowMDowMC4xMDAwMDAwIn0GgK3iBAIAyL2xAgVoZWxsbwjoqv0K+gJ7IlN0YXRlIjoiRmluaXNoZWQiLCJNZXRyaWNzIjp7IlN0YXJ0ZWRBdCI6IjAwOjAwOjAwLjAwMTUwMDAiLCJUaW1lVG9GaXJzdFRva2VuIjoiMDA6MDA6MDAuMjUwMjUwMCIsIkR1cmF0aW9uIjoiMDA6MDA6MDIiLCJBdHRlbXB0cyI6MiwiSW5wdXRUb2tlbnMiOjUsIk91dHB1dFRva2VucyI6OSwiSXNDb3N0RXN0aW1hdGVkIjpmYWxzZSwiRmluaXNoUmVhc29uIjoic3RvcCIsIlJlcG9ydGVkTW9kZWwiOiJtLTEiLCJSZXNwb25zZUlkIjoici0xIiwiVGV4dExlbmd0aCI6NSwiUmVhc29uaW5nTGVuZ3RoIjowLCJHZW5lcmF0aW9uVGltZSI6IjAwOjAwOjAxLjUwMDAwMDAifSwiTGFuZSI6MCwiU2VxdWVuY2UiOjAsIkVsYXBzZWQiOiIwMDowMDowMi4wMDE1MDAwIn0=";

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
    public void Decode_OfWhatAnOlderProgramStored_GivesExactlyThat()
    {
        var metrics = new LaneMetrics
        {
            StartedAt = TimeSpan.FromMilliseconds(1.5),
            TimeToFirstToken = TimeSpan.FromMilliseconds(250.25),
            Duration = TimeSpan.FromSeconds(2),
            Attempts = 2,
            InputTokens = 5,
            OutputTokens = 9,
            FinishReason = "stop",
            ReportedModel = "m-1",
            ResponseId = "r-1",
            TextLength = 5,
            GenerationTime = TimeSpan.FromSeconds(1.5),
        };
        ComparisonEvent[] expected =
        [
            new LaneCreated(0, "m") { Sequence = 7 },
            new AttemptStarted(0, 1) { Sequence = 8, Elapsed = TimeSpan.FromMilliseconds(1.5) },
            new AttemptFailed(0, 1, new LaneFailure(FailureKind.RateLimited, "Wait."), TimeSpan.FromMilliseconds(500), false) { Sequence = 9, Elapsed = TimeSpan.FromMilliseconds(100) },
            new AttemptStarted(0, 2) { Sequence = 10, Elapsed = TimeSpan.FromMilliseconds(600) },
            new TextReceived(0, "hello") { Sequence = 11, Elapsed = TimeSpan.FromMilliseconds(850.25) },
            new LaneEnded(0, LaneState.Finished, null, metrics) { Sequence = 12, Elapsed = TimeSpan.FromMilliseconds(2001.5) },
        ];

        Assert.Equal(expected, EventCodec.Decode(Convert.FromBase64String(OlderSegment), 7));
    }

    [Fact]
    public void Decode_OfAFormOfALaterProgram_SaysSo()
    {
        var fault = Assert.Throws<InvalidDataException>(static () => EventCodec.Decode([99, 1, 2], 1));

        Assert.Contains("99", fault.Message, StringComparison.Ordinal);
    }
}
