using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Providers;
using CompareIntel.Tests.Support;
using Microsoft.Extensions.AI;

namespace CompareIntel.Tests.Core.Providers.OpenAICompatible;

/// <summary>The shapes in which servers send the same thing.</summary>
public sealed class OpenAICompatibleChatClientToleranceTests : OpenAICompatibleTestBase
{
    [Theory]
    [InlineData("""{"reasoning":"think"}""")]
    [InlineData("""{"reasoning_content":"think","content":null}""")]
    [InlineData("""{"reasoning":null,"reasoning_content":"think"}""")]
    [InlineData("""{"reasoning":"","reasoning_details":[{"type":"reasoning.text","text":"think","signature":null}]}""")]
    [InlineData("""{"reasoning_details":[{"type":"reasoning.summary","summary":"think"}]}""")]
    [InlineData("""{"reasoning_details":[{"type":"reasoning.text","text":"thi"},{"type":"reasoning.encrypted","data":"abc"},{"type":"reasoning.text","text":"nk"}]}""")]
    [InlineData("""{"reasoning":"think","reasoning_details":[{"type":"reasoning.text","text":"think"}]}""")]
    [InlineData("""{"reasoning_details":[{"type":"reasoning.text","text":"think"}],"reasoning":"think"}""")]
    [InlineData("""{"reasoning":"think","reasoning_content":"think"}""")]
    [InlineData("""{"content":[{"type":"thinking","thinking":[{"type":"text","text":"think"}]}]}""")]
    public async Task Delta_AnyFormOfReasoning_IsGivenOnce(string delta)
    {
        var updates = await AnswerAsync($$"""{"choices":[{"delta":{{delta}}}]}""");

        Assert.Equal("think", Reasoning(updates));
        Assert.Equal("", Text(updates));
    }

    [Theory]
    [InlineData("""{"content":"text"}""")]
    [InlineData("""{"content":[{"type":"text","text":"text"}]}""")]
    [InlineData("""{"content":[{"text":"te","type":"text"},{"type":"image_url","image_url":{"url":"x"}},{"type":"text","text":"xt"}]}""")]
    [InlineData("""{"content":["te","xt"]}""")]
    [InlineData("""{"content":{"type":"text","text":"text"}}""")]
    [InlineData("""{"content":null,"refusal":"text"}""")]
    [InlineData("""{"role":"assistant","content":"text","tool_calls":[{"function":{"arguments":"{}"}}],"unknown":{"content":"no"}}""")]
    [InlineData("""{"content":"te\u0078t"}""")]
    public async Task Delta_AnyFormOfContent_IsGiven(string delta) =>
        Assert.Equal("text", Text(await AnswerAsync($$"""{"choices":[{"delta":{{delta}}}]}""")));

    [Fact]
    public async Task Delta_ReasoningAndContent_BothInOneUpdateReasoningFirst()
    {
        var updates = await AnswerAsync("""{"choices":[{"delta":{"content":"answer","reasoning":"think"}}]}""");

        Assert.Collection(
            Assert.Single(updates).Contents,
            static content => Assert.Equal("think", Assert.IsType<TextReasoningContent>(content).Text),
            static content => Assert.Equal("answer", Assert.IsType<TextContent>(content).Text));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"choices":null,"created":null,"model":null,"id":null,"usage":null,"error":null}""")]
    [InlineData("""{"choices":[]}""")]
    [InlineData("""{"choices":[null]}""")]
    [InlineData("""{"choices":[{}]}""")]
    [InlineData("""{"choices":{}}""")]
    [InlineData("""{"choices":[{"delta":null,"finish_reason":null}]}""")]
    [InlineData("""{"choices":[{"delta":[1],"finish_reason":5}],"model":[],"id":{},"usage":[]}""")]
    [InlineData("""{"choices":[{"delta":{"role":"assistant","content":""}}]}""")]
    [InlineData("""{"choices":[{"delta":{"content":"","reasoning":"","reasoning_details":[]},"finish_reason":""}]}""")]
    [InlineData("""{"choices":[{"delta":{"content":7,"reasoning":true}}],"usage":{},"error":false}""")]
    [InlineData("""{"error":"","choices":[]}""")]
    [InlineData("""{"prompt_filter_results":[{"content_filter_results":{}}],"choices":[]}""")]
    public async Task Chunk_NothingInIt_GivesNoUpdate(string chunk) => Assert.Empty(await AnswerAsync(chunk));

    [Fact]
    public async Task Chunk_TwoChoices_OnlyTheFirstIsRead() =>
        Assert.Equal("a", Text(await AnswerAsync("""{"choices":[{"index":0,"delta":{"content":"a"}},{"index":1,"delta":{"content":"b"}}]}""")));

    [Fact]
    public async Task Message_InsteadOfDeltas_IsGiven() =>
        Assert.Equal("ab", Text(await AnswerAsync("""{"choices":[{"message":{"content":"a"}}]}""", """{"choices":[{"message":{"content":"b"}}]}""")));

    [Fact]
    public async Task Message_BehindDeltas_IsNotGivenTwice()
    {
        var updates = await AnswerAsync(
            """{"choices":[{"delta":{"content":"a"}}]}""",
            """{"choices":[{"delta":{"content":"b"}}]}""",
            """{"choices":[{"delta":{},"message":{"content":"ab"},"finish_reason":"stop"}]}""");

        Assert.Equal("ab", Text(updates));
        Assert.Equal(ChatFinishReason.Stop, updates[^1].FinishReason);
    }

    [Theory]
    [InlineData("stop")]
    [InlineData("length")]
    [InlineData("content_filter")]
    [InlineData("eos")]
    [InlineData("MAX_TOKENS")]
    public async Task FinishReason_AnyText_IsPassedThrough(string reason)
    {
        var updates = await AnswerAsync($$"""{"choices":[{"delta":{"content":"a"},"finish_reason":"{{reason}}"}]}""");

        Assert.Equal(new ChatFinishReason(reason), Assert.Single(updates).FinishReason);
    }

    [Fact]
    public async Task Ids_SameInEveryChunk_AreOneString()
    {
        const string Chunk = """{"id":"gen-1","model":"vendor/model","choices":[{"delta":{"content":"a"}}]}""";

        var updates = await AnswerAsync(Chunk, Chunk);

        Assert.Equal("gen-1", updates[0].ResponseId);
        Assert.Equal("vendor/model", updates[0].ModelId);
        Assert.Same(updates[0].ResponseId, updates[1].ResponseId);
        Assert.Same(updates[0].ModelId, updates[1].ModelId);
    }

    [Fact]
    public async Task Ids_NewModelMidway_IsReported()
    {
        var updates = await AnswerAsync(
            """{"model":"a","choices":[{"delta":{"content":"1"}}]}""",
            """{"model":"","choices":[{"delta":{"content":"2"}}]}""",
            """{"model":"b","choices":[{"delta":{"content":"3"}}]}""");

        Assert.Equal(["a", "a", "b"], updates.Select(static update => update.ModelId));
    }

    [Fact]
    public async Task Usage_OpenRouterShape_IsGivenWithCost()
    {
        var updates = await AnswerAsync(
            """{"choices":[{"delta":{"content":"a"},"finish_reason":"stop"}]}""",
            """{"choices":[],"usage":{"prompt_tokens":12,"completion_tokens":34,"total_tokens":46,"cost":0.0001234,"is_byok":false,"cost_details":{"upstream_inference_cost":null},"prompt_tokens_details":{"cached_tokens":5},"completion_tokens_details":{"reasoning_tokens":7}}}""");

        var usage = Usage(updates);
        Assert.Equal(12, usage.Details.InputTokenCount);
        Assert.Equal(34, usage.Details.OutputTokenCount);
        Assert.Equal(46, usage.Details.TotalTokenCount);
        Assert.Equal(5, usage.Details.CachedInputTokenCount);
        Assert.Equal(7, usage.Details.ReasoningTokenCount);
        Assert.Equal(0.0001234m, usage.AdditionalProperties?[ProviderProperties.CostUsd]);
    }

    [Theory]
    [InlineData("""{"cost":"0.25"}""", "0.25")]
    [InlineData("""{"cost":1.5e-5}""", "0.000015")]
    [InlineData("""{"cost":"1e-3"}""", "0.001")]
    [InlineData("""{"cost":0}""", "0")]
    public async Task Usage_CostAsNumberOrText_IsADecimal(string usage, string expected)
    {
        var cost = Usage(await AnswerAsync($$"""{"usage":{{usage}}}""")).AdditionalProperties?[ProviderProperties.CostUsd];

        Assert.Equal(decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), Assert.IsType<decimal>(cost));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("-1")]
    [InlineData("\"free\"")]
    [InlineData("{\"usd\":1}")]
    [InlineData("1e99")]
    public async Task Usage_CostUnreadable_IsUnknown(string cost) =>
        Assert.Null(Usage(await AnswerAsync($$$"""{"usage":{"prompt_tokens":1,"cost":{{{cost}}}}}""")).AdditionalProperties);

    [Theory]
    [InlineData("""{"prompt_tokens":"12","completion_tokens":34.0,"total_tokens":null}""")]
    [InlineData("""{"completion_tokens":34,"prompt_tokens":12,"completion_tokens_details":null,"prompt_tokens_details":[1],"queue_time":0.1}""")]
    public async Task Usage_OddNumbers_AreRead(string usage)
    {
        var details = Usage(await AnswerAsync($$"""{"choices":null,"usage":{{usage}}}""")).Details;

        Assert.Equal(12, details.InputTokenCount);
        Assert.Equal(34, details.OutputTokenCount);
        Assert.Null(details.TotalTokenCount);
    }

    [Fact]
    public async Task Usage_GrowingInEveryChunk_IsGivenOnceWithTheLastNumbers()
    {
        var updates = await AnswerAsync(
            """{"choices":[{"delta":{"content":"a"}}],"usage":{"prompt_tokens":9,"completion_tokens":1}}""",
            """{"choices":[{"delta":{"content":"b"}}],"usage":{"prompt_tokens":9,"completion_tokens":2}}""");

        Assert.Equal(2, Usage(updates).Details.OutputTokenCount);
        Assert.Equal(3, updates.Count);
    }

    [Fact]
    public async Task Response_JsonInsteadOfStream_IsReadAsAWhole()
    {
        var updates = await AnswerAsync(ScriptedResponse.Of(
            200,
            "application/json; charset=utf-8",
            """
            {
              "id": "c-1", "object": "chat.completion", "model": "m-2",
              "choices": [{"index": 0, "message": {"role": "assistant", "content": "Hello", "reasoning_content": "think"}, "finish_reason": "stop"}],
              "usage": {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3}
            }
            """));

        Assert.Equal("Hello", Text(updates));
        Assert.Equal("think", Reasoning(updates));
        Assert.Equal(ChatFinishReason.Stop, updates[0].FinishReason);
        Assert.Equal("m-2", updates[0].ModelId);
        Assert.Equal(3, Usage(updates).Details.TotalTokenCount);
    }

    [Fact]
    public async Task Response_JsonThatIsNone_IsMalformed()
    {
        var failure = await FailureAsync(ScriptedResponse.Of(200, "application/json", "OK then"));

        Assert.Equal(FailureKind.MalformedResponse, failure.Kind);
        Assert.Contains("OK then", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Response_JsonError_IsAnError() =>
        Assert.Equal(FailureKind.RateLimited, (await FailureAsync(ScriptedResponse.Of(200, "application/json", """{"error":{"code":429,"message":"slow down"}}"""))).Kind);

    [Fact]
    public async Task Response_JsonLongerThanTheLimit_IsMalformed()
    {
        var response = ScriptedResponse.Of(200, "application/json", "{\"x\":\"");
        var block = new byte[8 * 1024 * 1024];
        block.AsSpan().Fill((byte)'a');
        for (var i = 0; i < 5; i++)
        {
            response.Write(block);
        }

        Assert.Equal(FailureKind.MalformedResponse, (await FailureAsync(response)).Kind);
    }

    [Fact]
    public async Task Response_WebPage_IsMalformedAndSaysSo()
    {
        var failure = await FailureAsync(ScriptedResponse.Of(200, "text/html", "<!doctype html><title>Sign in</title>"));

        Assert.Equal(FailureKind.MalformedResponse, failure.Kind);
        Assert.Contains("a web page", failure.Message, StringComparison.Ordinal);
        Assert.Contains("<title>Sign in", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_CharacterCutBetweenDeltas_IsPutTogether()
    {
        var updates = await AnswerAsync(
            """{"choices":[{"delta":{"content":"a\ud83d","reasoning":"\ud83c"}}]}""",
            """{"choices":[{"delta":{"content":"\ude00b","reasoning":"\udf0d"}}]}""");

        Assert.Equal("a😀b", Text(updates));
        Assert.Equal("🌍", Reasoning(updates));
    }

    [Theory]
    [InlineData("""a\ud83d""", "b", "a\uFFFDb")]
    [InlineData("a", """\ude00\n\"b""", "a\uFFFD\n\"b")]
    [InlineData("""a\ud83d""", """\ud83d\ude00""", "a\uFFFD😀")]
    [InlineData("a", """b\ud83d""", "ab\uFFFD")]
    public async Task Text_HalfACharacter_IsReplaced(string first, string second, string expected)
    {
        var updates = await AnswerAsync($$$"""{"choices":[{"delta":{"content":"{{{first}}}"}}]}""", $$$"""{"choices":[{"delta":{"content":"{{{second}}}"}}]}""");

        Assert.Equal(expected, Text(updates));
    }

    [Fact]
    public async Task Text_InvalidUtf8_IsReplaced()
    {
        var updates = await AnswerAsync(ScriptedResponse.EventStream()
            .Write("data: {\"choices\":[{\"delta\":{\"content\":\"a\\t"u8.ToArray())
            .Write(new byte[] { 0xF0, 0x9F })
            .Write("b\"}}]}\n\n"u8.ToArray())
            .Done());

        Assert.Equal("a\t\uFFFDb", Text(updates));
    }
}
