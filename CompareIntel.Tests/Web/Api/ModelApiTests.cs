using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Diagnostics;
using CompareIntel.Core.Providers;
using CompareIntel.Tests.Support;

namespace CompareIntel.Tests.Web.Api;

public sealed class ModelApiTests
{
    [Theory]
    [InlineData("/models")]
    [InlineData("/api/models")]
    [InlineData("/api/v1/models")]
    public async Task Models_EveryPath_ListsThem(string path)
    {
        await using var app = await CompareIntelApplication.StartAsync();

        var document = await app.Client.GetJsonAsync(path);

        Assert.Equal(["a", "b", "c"], document.GetProperty("models").EnumerateArray().Select(static model => model.GetProperty("id").GetString()));
        Assert.Equal(3, document.GetProperty("models_by_provider").GetProperty("test").GetArrayLength());
        Assert.Equal("ready", document.GetProperty("providers")[0].GetProperty("state").GetString());
        var model = document.GetProperty("models")[0];
        Assert.Equal(
            ["id", "exact_id", "name", "description", "category", "provider", "simulated"],
            model.EnumerateObject().Select(static property => property.Name));
        Assert.Equal("test:a", model.GetProperty("exact_id").GetString());
    }

    [Theory]
    [InlineData("/model-stats")]
    [InlineData("/api/model-stats")]
    [InlineData("/api/v1/model-stats")]
    public async Task ModelStats_CountsWhatEnded(string path)
    {
        await using var app = await CompareIntelApplication.StartAsync();
        app.Chat.AnswerOf("a").Text("x").Finish();
        app.Chat.AnswerOf("a", request: 1).Text("x").Finish();
        app.Chat.AnswerOf("a", request: 2).Fail(new ProviderException(FailureKind.Unauthorized, "401"));
        await app.Client.CompareToEndAsync("a", "a", "a", "nobody");

        var statistics = (await app.Client.GetJsonAsync(path)).GetProperty("model_statistics");

        var model = Assert.Single(statistics.EnumerateObject());
        Assert.Equal("a", model.Name);
        Assert.Equal(2, model.Value.GetProperty("success_count").GetInt32());
        Assert.Equal(1, model.Value.GetProperty("failure_count").GetInt32());
        Assert.Equal(3, model.Value.GetProperty("total_attempts").GetInt32());
        Assert.Equal(66.7, model.Value.GetProperty("success_rate").GetDouble());
        Assert.EndsWith("Z", model.Value.GetProperty("last_error").GetString(), StringComparison.Ordinal);
        Assert.Contains("key", model.Value.GetProperty("last_error_message").GetString(), StringComparison.Ordinal);
        Assert.EndsWith("Z", model.Value.GetProperty("last_success").GetString(), StringComparison.Ordinal);
        Assert.True(model.Value.GetProperty("ttft_ms").GetProperty("p95").GetDouble() >= 0);
        Assert.True(model.Value.GetProperty("duration_ms").GetProperty("p99").GetDouble() >= 0);
    }

    [Fact]
    public async Task ModelStats_AfterARestart_AreStillThere()
    {
        using var data = new TemporaryFolder();
        await using (var before = await CompareIntelApplication.StartAsync(null, data))
        {
            before.Chat.AnswerOf("a").Text("x").Finish();
            await before.Client.CompareToEndAsync("a");
        }

        await using var after = await CompareIntelApplication.StartAsync(null, data);
        after.Chat.AnswerOf("a").Text("x").Finish();
        await after.Client.CompareToEndAsync("a");

        var model = (await after.Client.GetJsonAsync("/model-stats")).GetProperty("model_statistics").GetProperty("a");
        Assert.Equal(2, model.GetProperty("success_count").GetInt32());
    }

    [Fact]
    public async Task ModelStats_FileThatMakesNoSense_IsKeptAsideAndCountingGoesOn()
    {
        using var data = new TemporaryFolder();
        await File.WriteAllTextAsync(data.PathOf(ModelStatisticsStore.FileName), """{"format":1,"models":{"a":null}}""");

        await using (var app = await CompareIntelApplication.StartAsync(null, data))
        {
            Assert.Empty((await app.Client.GetJsonAsync("/model-stats")).GetProperty("model_statistics").EnumerateObject());
        }

        Assert.True(File.Exists(data.PathOf(ModelStatisticsStore.CorruptFileName)));
    }
}
