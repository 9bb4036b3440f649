using CompareIntel.Core.Catalog;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Providers;
using CompareIntel.Core.Providers.OpenAICompatible;
using CompareIntel.Tests.Support;
using Microsoft.Extensions.Logging.Testing;

namespace CompareIntel.Tests.Core.Providers.OpenAICompatible;

/// <summary>The list of models, and what the provider says of itself.</summary>
public sealed class OpenAICompatibleProviderTests : OpenAICompatibleTestBase
{
    private readonly FakeLogger _logger = new();

    [Fact]
    public void Properties_Configured_AreGiven()
    {
        var options = Options();
        options.MaxConcurrentLanes = 9;
        var provider = Provider(options);

        Assert.Equal("scripted", provider.Name);
        Assert.Equal(9, provider.MaxConcurrentLanes);
        Assert.False(provider.IsSimulated);
        Assert.True(provider.AcceptsUnlistedModels);
        Assert.Same(provider.ChatClient, provider.ChatClient);
    }

    [Fact]
    public async Task ChatClient_Asked_StreamsFromTheServer()
    {
        Server.Enqueue(ScriptedResponse.EventStream().Text("hello").Done());

        var client = Assert.IsType<OpenAICompatibleChatClient>(Provider().ChatClient);

        Assert.Equal("hello", Text(await Ask(client).ToListAsync().AsTask().WithinTimeout()));
    }

    [Fact]
    public async Task ListModels_OpenRouterShape_IsReadInFull()
    {
        var models = await ListAsync("""
            {"data":[{
              "id":"vendor/model-1:free","canonical_slug":"vendor/model-1","name":"Vendor: Model 1","created":1,"description":"Good.",
              "context_length":131072,
              "architecture":{"modality":"text+image->text","input_modalities":["text","image"],"output_modalities":["text"],"tokenizer":"Other"},
              "pricing":{"prompt":"0.0000025","completion":"0.00001","request":"0","image":"0"},
              "top_provider":{"context_length":131072,"max_completion_tokens":16384,"is_moderated":false},
              "supported_parameters":["max_tokens","include_reasoning"]}]}
            """);

        Assert.Equal(
            new ModelDescriptor
            {
                Provider = "scripted",
                Id = "vendor/model-1:free",
                Name = "Vendor: Model 1",
                Description = "Good.",
                Category = "vendor",
                ContextLength = 131072,
                MaxOutputTokens = 16384,
                InputPricePerMillion = 2.5m,
                OutputPricePerMillion = 10m,
                SupportsVision = true,
                SupportsReasoning = true,
            },
            Assert.Single(models));
        Assert.Equal("2.5", models[0].InputPricePerMillion?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var request = Assert.Single(Server.Requests);
        Assert.Equal(("GET", "/v1/models", $"Bearer {ApiKey}"), (request.Method, request.Path, request.Headers["Authorization"]));
    }

    [Theory]
    [InlineData("""{"object":"list","data":[{"id":"gpt-x","object":"model","created":1,"owned_by":"openai"}]}""")]
    [InlineData("""[{"id":"gpt-x","owned_by":"openai","name":null,"description":5,"pricing":null,"architecture":[],"context_length":"much"}]""")]
    public async Task ListModels_ShortEntry_LeavesTheRestUnknown(string body) =>
        Assert.Equal(
            new ModelDescriptor { Provider = "scripted", Id = "gpt-x", Name = "gpt-x", Category = "openai" },
            Assert.Single(await ListAsync(body)));

    [Theory]
    [InlineData("vendor/model", "org", "vendor")]
    [InlineData("models/gemini-x", "google", "google")]
    [InlineData("plain", "org", "org")]
    [InlineData("plain", "", "")]
    [InlineData("/odd", "", "")]
    public async Task ListModels_Category_IsTheVendor(string id, string ownedBy, string expected)
    {
        var model = Assert.Single(await ListAsync($$"""{"data":[{"id":"{{id}}","owned_by":"{{ownedBy}}"}]}"""));

        Assert.Equal((id, expected), (model.Id, model.Category));
    }

    [Theory]
    [InlineData("""{"prompt":"-1","completion":"-1"}""", null)]
    [InlineData("""{"prompt":"free","completion":true}""", null)]
    [InlineData("""{}""", null)]
    [InlineData("""{"prompt":"1e30","completion":"5"}""", null)]
    [InlineData("""{"prompt":"0","completion":"0"}""", "0")]
    [InlineData("""{"prompt":0.000001,"completion":1e-6}""", "1")]
    public async Task ListModels_Price_IsPerMillionOrUnknown(string pricing, string? expected)
    {
        var model = Assert.Single(await ListAsync($$"""{"data":[{"id":"m","pricing":{{pricing}}}]}"""));

        decimal? price = expected is null ? null : decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal((price, price), (model.InputPricePerMillion, model.OutputPricePerMillion));
    }

    [Theory]
    [InlineData("""{"input_modalities":["text"]}""", "[]", false, false)]
    [InlineData("""{"input_modalities":["image"]}""", """["reasoning"]""", true, true)]
    [InlineData("""{"input_modalities":null}""", "null", null, null)]
    [InlineData("""{"input_modalities":[1,null]}""", "[{}]", false, false)]
    public async Task ListModels_Abilities_AreThreeValued(string architecture, string parameters, bool? vision, bool? reasoning)
    {
        var model = Assert.Single(await ListAsync($$"""{"data":[{"id":"m","architecture":{{architecture}},"supported_parameters":{{parameters}}}]}"""));

        Assert.Equal((vision, reasoning), (model.SupportsVision, model.SupportsReasoning));
    }

    [Fact]
    public async Task ListModels_EntriesThatCannotBeRead_AreLeftOutAndLogged()
    {
        var models = await ListAsync("""{"data":[null,5,"x",{},{"id":null},{"id":7},{"id":" "},{"id":"\ud800"},{"id":"a"},{"id":"b"},{"id":"a","name":"again"}]}""");

        Assert.Equal(["a", "b"], models.Select(static model => model.Id));
        Assert.Equal("a", models[0].Name);
        Assert.Equal(2100, _logger.LatestRecord.Id.Id);
    }

    [Theory]
    [InlineData("""{"object":"list","data":null}""")]
    [InlineData("[]")]
    public async Task ListModels_NoModels_IsEmpty(string body) => Assert.Empty(await ListAsync(body));

    [Theory]
    [InlineData("<html>")]
    [InlineData("""{"models":"x"}""")]
    [InlineData("")]
    [InlineData("7")]
    public async Task ListModels_NoList_IsMalformed(string body) =>
        Assert.Equal(FailureKind.MalformedResponse, (await Assert.ThrowsAsync<ProviderException>(() => ListAsync(body))).Kind);

    [Theory]
    [InlineData(401, FailureKind.Unauthorized)]
    [InlineData(404, FailureKind.MalformedResponse)]
    [InlineData(500, FailureKind.ProviderUnavailable)]
    public async Task ListModels_Refused_Throws(int status, FailureKind expected)
    {
        Server.Enqueue(ScriptedResponse.Of(status, "text/plain", "no models here"));

        Assert.Equal(expected, (await Assert.ThrowsAsync<ProviderException>(() => Provider().ListModelsAsync(CancellationToken.None).WithinTimeout())).Kind);
    }

    [Fact]
    public async Task ListModels_LongerThanTheLimit_IsMalformedAndClosesTheSocket()
    {
        var response = ScriptedResponse.Of(200, "application/json", "[");
        var block = new byte[8 * 1024 * 1024];
        block.AsSpan().Fill((byte)' ');
        for (var i = 0; i < 5; i++)
        {
            response.Write(block);
        }

        Server.Enqueue(response.Hang());

        var failure = await Assert.ThrowsAsync<ProviderException>(() => Provider().ListModelsAsync(CancellationToken.None).WithinTimeout());

        Assert.Equal(FailureKind.MalformedResponse, failure.Kind);
        await response.ClientLeft.WithinTimeout();
    }

    [Fact]
    public async Task ListModels_Cancelled_PassesCancellationOn()
    {
        var response = Server.Enqueue(ScriptedResponse.Of(200, "application/json", "[").Hang());
        using var stop = new CancellationTokenSource();
        var list = Provider().ListModelsAsync(stop.Token);
        await response.Started.WithinTimeout();

        await stop.CancelAsync();

        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => list.WithinTimeout());
        Assert.Equal(stop.Token, exception.CancellationToken);
    }

    private OpenAICompatibleProvider Provider(ProviderOptions? options = null) => new("scripted", options ?? Options(), Http, _logger, Turns, Time);

    private async Task<IReadOnlyList<ModelDescriptor>> ListAsync(string body)
    {
        Server.Enqueue(ScriptedResponse.Of(200, "application/json", body));
        return await Provider().ListModelsAsync(CancellationToken.None).WithinTimeout();
    }
}
