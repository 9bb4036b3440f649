using System.Net;
using CompareIntel.Tests.Support;

namespace CompareIntel.Tests.Web.Api;

public sealed class ComparisonRoutesTests
{
    [Fact]
    public async Task Get_Ended_HasEverything()
    {
        await using var app = await CompareIntelApplication.StartAsync();
        app.Chat.AnswerOf("a").Reasoning("why").Text("be", "cause").Usage(1, 2).Finish();
        var id = await app.Client.CompareToEndAsync("a", "nobody");

        var document = await app.Client.GetJsonAsync($"/api/comparisons/{id}");

        Assert.Equal(
            ["id", "state", "prompt", "created_at", "mode", "lanes", "metadata"],
            document.EnumerateObject().Select(static property => property.Name));
        Assert.Equal(id, document.GetProperty("id").GetString());
        Assert.Equal("completed", document.GetProperty("state").GetString());
        Assert.Equal("What is love?", document.GetProperty("prompt").GetString());
        Assert.Equal("concurrent", document.GetProperty("mode").GetString());
        Assert.Equal(id, document.GetProperty("metadata").GetProperty("comparison_id").GetString());
        var lane = document.GetProperty("lanes")[0];
        Assert.Equal(
            ["lane", "model", "state", "text", "reasoning", "attempts", "error_kind", "message", "ttft_ms", "duration_ms", "input_tokens", "output_tokens", "cost_usd", "finish_reason", "reported_model", "response_id"],
            lane.EnumerateObject().Select(static property => property.Name));
        Assert.Equal("finished", lane.GetProperty("state").GetString());
        Assert.Equal("because", lane.GetProperty("text").GetString());
        Assert.Equal("why", lane.GetProperty("reasoning").GetString());
        Assert.Equal(1, lane.GetProperty("attempts").GetInt32());
        Assert.Equal("unknown_model", document.GetProperty("lanes")[1].GetProperty("error_kind").GetString());
    }

    [Fact]
    public async Task Get_Running_HasWhatThereIs()
    {
        await using var app = await CompareIntelApplication.StartAsync();
        await using var stream = await EventStreamClient.CompareAsync(app.Client, "a", "b");
        var id = (await stream.NextAsync())!.Text("comparison_id");
        app.Chat.AnswerOf("a").Text("so far");
        await stream.NextAsync("chunk");

        var document = await app.Client.GetJsonAsync($"/api/v1/comparisons/{id}");

        Assert.Equal("running", document.GetProperty("state").GetString());
        Assert.Equal("streaming", document.GetProperty("lanes")[0].GetProperty("state").GetString());
        Assert.Equal("so far", document.GetProperty("lanes")[0].GetProperty("text").GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, document.GetProperty("metadata").ValueKind);
    }

    [Fact]
    public async Task StopLane_EndsThatLaneAndItsProviderCallAlone()
    {
        await using var app = await CompareIntelApplication.StartAsync();
        await using var stream = await EventStreamClient.CompareAsync(app.Client, "a", "b");
        var id = (await stream.NextAsync())!.Text("comparison_id");
        app.Chat.AnswerOf("a").Text("kept");
        await stream.NextAsync("chunk");

        var stopped = await (await app.Client.PostAsync($"/api/v1/comparisons/{id}/lanes/0/stop")).JsonAsync();

        Assert.Equal("running", stopped.GetProperty("state").GetString());
        Assert.Equal("stopped", stopped.GetProperty("lanes")[0].GetProperty("state").GetString());
        Assert.Equal("kept", stopped.GetProperty("lanes")[0].GetProperty("text").GetString());
        Assert.Equal(1, app.Chat.OpenStreams);
        var done = await stream.NextAsync("done");
        Assert.False(done["error"].GetBoolean());
        Assert.Equal("stopped", done.Text("state"));

        app.Chat.AnswerOf("b").Text("goes on").Finish();
        Assert.Equal("finished", (await stream.NextAsync("done")).Text("state"));
        Assert.Equal(1, (await stream.NextAsync("complete"))["metadata"].GetProperty("models_successful").GetInt32());
    }

    [Fact]
    public async Task StopLane_NoSuchLane_IsNotFound()
    {
        await using var app = await CompareIntelApplication.StartAsync();
        app.Chat.AnswerOf("a").Text("x").Finish();
        var id = await app.Client.CompareToEndAsync("a");

        Assert.Equal(HttpStatusCode.NotFound, (await app.Client.PostAsync($"/api/v1/comparisons/{id}/lanes/1/stop")).StatusCode);
    }

    [Fact]
    public async Task Stop_EndsEveryLane()
    {
        await using var app = await CompareIntelApplication.StartAsync();
        await using var stream = await EventStreamClient.CompareAsync(app.Client, "a", "b");
        var id = (await stream.NextAsync())!.Text("comparison_id");

        var stopped = await (await app.Client.PostAsync($"/api/comparisons/{id}/stop")).JsonAsync();

        Assert.Equal("stopped", stopped.GetProperty("state").GetString());
        Assert.Equal(0, app.Chat.OpenStreams);
        Assert.Equal(["start", "done", "done", "complete"], (await stream.ToEndAsync()).Select(static item => item.Type));
    }

    [Fact]
    public async Task Delete_StopsAndForgets()
    {
        await using var app = await CompareIntelApplication.StartAsync();
        await using var stream = await EventStreamClient.CompareAsync(app.Client, "a");
        var id = (await stream.NextAsync())!.Text("comparison_id");

        var deleted = await app.Client.DeleteAsync(new Uri($"/api/v1/comparisons/{id}", UriKind.Relative));

        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Equal(0, app.Chat.OpenStreams);
        Assert.Equal("complete", (await stream.ToEndAsync())[^1].Type);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Client.ReadAsync($"/api/v1/comparisons/{id}")).StatusCode);
    }

    [Theory]
    [InlineData("", "text/markdown", "**So** it is.\n\n- one\n- two")]
    [InlineData("?format=markdown", "text/markdown", "**So** it is.\n\n- one\n- two")]
    [InlineData("?format=text", "text/plain", "So it is.\n\n- one\n- two")]
    public async Task GetText_OneLane_IsItsAnswer(string query, string type, string expected)
    {
        await using var app = await CompareIntelApplication.StartAsync();
        app.Chat.AnswerOf("a").Text("**So** it is.\n\n", "- one\n- two").Finish();
        var id = await app.Client.CompareToEndAsync("a");

        using var response = await app.Client.GetAsync(new Uri($"/api/v1/comparisons/{id}/lanes/0/text{query}", UriKind.Relative));

        Assert.Equal(type, response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(expected, await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("0/text?format=html", HttpStatusCode.BadRequest, "format is \"markdown\" or \"text\", not \"html\".")]
    [InlineData("3/text", HttpStatusCode.NotFound, "This comparison has the lanes 0 to 0, and no lane 3.")]
    public async Task GetText_WrongQuestion_SaysWhatToDo(string path, HttpStatusCode status, string detail)
    {
        await using var app = await CompareIntelApplication.StartAsync();
        app.Chat.AnswerOf("a").Text("x").Finish();
        var id = await app.Client.CompareToEndAsync("a");

        using var response = await app.Client.GetAsync(new Uri($"/api/v1/comparisons/{id}/lanes/{path}", UriKind.Relative));

        Assert.Equal(status, response.StatusCode);
        Assert.Contains(detail.Replace("\"", "\\u0022", StringComparison.Ordinal), (await response.Content.ReadAsStringAsync()).Replace("\\\"", "\\u0022", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
