using System.Text;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Providers;
using CompareIntel.Tests.Support;
using FsCheck.Xunit;

namespace CompareIntel.Tests.Core.Providers.OpenAICompatible;

/// <summary>How events stand on the wire and where packets cut them.</summary>
public sealed class OpenAICompatibleChatClientFramingTests : OpenAICompatibleTestBase
{
    private const string MultiByteText = "é€😀ß漢";

    private static readonly byte[] s_multiByteStream = Encoding.UTF8.GetBytes(
        $"data: {{\"choices\":[{{\"delta\":{{\"content\":\"{MultiByteText}\"}}}}]}}\r\n\r\ndata: [DONE]\r\n\r\n");

    /// <summary>Every position at which the stream can be cut in two.</summary>
    public static TheoryData<int> Positions => [.. Enumerable.Range(1, s_multiByteStream.Length - 1)];

    [Theory]
    [MemberData(nameof(Positions))]
    public async Task Stream_CutAtAnyByte_IsTheSame(int position)
    {
        var updates = await AnswerAsync(ScriptedResponse.EventStream()
            .Write(s_multiByteStream.AsMemory(0, position))
            .Write(s_multiByteStream.AsMemory(position)));

        Assert.Equal(MultiByteText, Text(updates));
    }

    [Fact]
    public async Task Stream_OneByteAPacket_IsTheSame()
    {
        var response = ScriptedResponse.EventStream();
        for (var i = 0; i < s_multiByteStream.Length; i++)
        {
            response.Write(s_multiByteStream.AsMemory(i, 1));
        }

        Assert.Equal(MultiByteText, Text(await AnswerAsync(response)));
    }

    [Property(MaxTest = 60)]
    public async Task Stream_CutAnywhere_IsTheSame(byte[] cuts, string[] texts)
    {
        var expected = texts.Select(static text => Clean(text)).Append(MultiByteText).ToList();
        var stream = expected.Aggregate(new StringBuilder(), static (builder, text) => builder
            .Append(": keep-alive\n\ndata: {\"choices\":[{\"delta\":{\"content\":")
            .Append(System.Text.Json.JsonSerializer.Serialize(text))
            .Append("}}]}\n\n"));
        var bytes = Encoding.UTF8.GetBytes(stream.ToString());
        var response = ScriptedResponse.EventStream();
        var offset = 0;
        foreach (var cut in cuts)
        {
            var length = Math.Min(cut, bytes.Length - offset);
            response.Write(bytes.AsMemory(offset, length));
            offset += length;
        }

        response.Write(bytes.AsMemory(offset));

        var updates = await AnswerAsync(response);

        Assert.Equal(expected.Where(static text => text.Length > 0), updates.Select(static update => update.Text));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public async Task Stream_AnyLineEnding_IsRead(string newline)
    {
        var stream = """
            : OPENROUTER PROCESSING

            data: {"choices":[{"delta":{"content":"a"}}]}

            : OPENROUTER PROCESSING

            event: message
            id: 7
            retry: 1000
            data:{"choices":[{"delta":{"content":"b"}}]}

            data: {"choices":[
            data: {"delta":{"content":"c"}}]}

            data: [DONE]


            """.ReplaceLineEndings(newline);

        Assert.Equal("abc", Text(await AnswerAsync(ScriptedResponse.EventStream().Write(stream))));
    }

    [Fact]
    public async Task Stream_ByteOrderMark_IsPassedOver() =>
        Assert.Equal("a", Text(await AnswerAsync(ScriptedResponse.EventStream().Write("\uFEFF").Text("a").Done())));

    [Fact]
    public async Task Stream_LineOfSeveralMegabytes_IsRead()
    {
        var text = string.Concat(Enumerable.Repeat("0123456789abcdé😀", 300_000));

        Assert.Equal(text, Text(await AnswerAsync(ScriptedResponse.EventStream().Text(text).Done())));
    }

    [Fact]
    public async Task Stream_EventThatNeverEnds_IsMalformed()
    {
        var response = ScriptedResponse.EventStream();
        var block = new byte[8 * 1024 * 1024];
        block.AsSpan().Fill((byte)'a');
        for (var i = 0; i < 5; i++)
        {
            response.Write(block);
        }

        Assert.Equal(FailureKind.MalformedResponse, (await FailureAsync(response)).Kind);
    }

    [Fact]
    public async Task Stream_EmptyEvents_ArePassedOver() =>
        Assert.Equal("a", Text(await AnswerAsync(ScriptedResponse.EventStream().Data("").Data("  ").Text("a").Done())));

    [Fact]
    public async Task Stream_EventsAfterDone_AreNotRead() =>
        Assert.Equal("a", Text(await AnswerAsync(ScriptedResponse.EventStream().Text("a").Done().Text("b"))));

    [Fact]
    public async Task Stream_EndWithoutDone_IsANormalEnd() =>
        Assert.Equal("a", Text(await AnswerAsync(ScriptedResponse.EventStream().Text("a"))));

    [Fact]
    public async Task Stream_EmptyResponse_IsNoChatStream() =>
        Assert.Equal(
            FailureKind.MalformedResponse,
            (await Assert.ThrowsAsync<ProviderException>(() => AnswerAsync(ScriptedResponse.EventStream()))).Kind);

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("\r")]
    [InlineData("\r\n")]
    public async Task Stream_EndWithoutBlankLine_KeepsTheLastEvent(string ending) =>
        Assert.Equal("ab", Text(await AnswerAsync(ScriptedResponse.EventStream().Text("a").Write($$$"""data: {"choices":[{"delta":{"content":"b"}}]}{{{ending}}}"""))));

    [Fact]
    public async Task Stream_EndInTheMiddleOfAnEvent_IsALostConnection() =>
        Assert.Equal(FailureKind.ConnectionLost, (await FailureAsync(ScriptedResponse.EventStream().Text("a").Write("data: {\"choices\":[{\"del"))).Kind);

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/octet-stream")]
    [InlineData("text/event-stream; charset=utf-8")]
    public async Task Stream_OtherContentType_IsReadAsEvents(string contentType) =>
        Assert.Equal("a", Text(await AnswerAsync(ScriptedResponse.Of(200, contentType, "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n"))));

    // Half a surrogate pair can't be sent; what becomes of it is another test's matter.
    private static string Clean(string? text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? ""));
}
