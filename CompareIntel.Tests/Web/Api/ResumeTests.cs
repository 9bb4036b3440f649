using System.Net;
using CompareIntel.Tests.Support;

namespace CompareIntel.Tests.Web.Api;

public sealed class ResumeTests
{
    [Fact]
    public async Task Events_AtEveryOffset_AreExactlyTheRest()
    {
        await using var app = await CompareIntelApplication.StartAsync();
        app.Chat.AnswerOf("a").Reasoning("r").Text("1", "2", "3").Finish();
        app.Chat.AnswerOf("b").Text("x", "y").Finish();
        await using var stream = await EventStreamClient.CompareAsync(app.Client, "a", "nobody", "b");
        var all = await stream.ToEndAsync();
        var id = all[0].Text("comparison_id");

        for (var after = 0L; after < all[^1].Id; after++)
        {
            await using var resumed = await EventStreamClient.FollowAsync(app.Client, id, after);
            Assert.Equal(all.Where(item => item.Id > after).Select(Wire), (await resumed.ToEndAsync()).Select(Wire));
        }

        static (long, string) Wire(WireEvent item) => (item.Id, item.Json);
    }

    [Fact]
    public async Task Events_WhileItRuns_GiveThePastAndThenTheFuture()
    {
        await using var app = await CompareIntelApplication.StartAsync();
        await using var stream = await EventStreamClient.CompareAsync(app.Client, "a");
        var id = (await stream.NextAsync())!.Text("comparison_id");
        app.Chat.AnswerOf("a").Text("one");
        var seen = await stream.NextAsync("chunk");

        await using var whole = await EventStreamClient.FollowAsync(app.Client, id);
        await using var rest = await EventStreamClient.FollowAsync(app.Client, id, seen.Id);
        app.Chat.AnswerOf("a").Text("two").Finish();

        Assert.Equal(["start", "chunk", "chunk", "done", "complete"], (await whole.ToEndAsync()).Select(static item => item.Type));
        Assert.Equal(["chunk", "done", "complete"], (await rest.ToEndAsync()).Select(static item => item.Type));
    }

    [Fact]
    public async Task Events_NothingLeftAndNothingToCome_IsNoContent()
    {
        await using var app = await CompareIntelApplication.StartAsync();
        app.Chat.AnswerOf("a").Text("x").Finish();
        await using var stream = await EventStreamClient.CompareAsync(app.Client, "a");
        var all = await stream.ToEndAsync();

        await using var resumed = await EventStreamClient.FollowAsync(app.Client, all[0].Text("comparison_id"), all[^1].Id);

        Assert.Equal(HttpStatusCode.NoContent, resumed.Response.StatusCode);
    }

    [Fact]
    public async Task Events_HeaderAndQuery_TheHeaderCounts()
    {
        await using var app = await CompareIntelApplication.StartAsync();
        app.Chat.AnswerOf("a").Text("x").Finish();
        await using var stream = await EventStreamClient.CompareAsync(app.Client, "a");
        var all = await stream.ToEndAsync();
        var path = $"/api/comparisons/{all[0].Text("comparison_id")}/events?last_event_id={all[1].Id}";

        var byQuery = await app.Client.GetStringAsync(path);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Last-Event-ID", $"{all[2].Id}");
        var byBoth = await (await app.Client.SendAsync(request)).Content.ReadAsStringAsync();

        Assert.StartsWith($"id: {all[2].Id}\n", byQuery, StringComparison.Ordinal);
        Assert.StartsWith($"id: {all[3].Id}\n", byBoth, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("99999999999999999999")]
    public async Task Events_BadOffset_IsRefused(string after)
    {
        await using var app = await CompareIntelApplication.StartAsync();
        app.Chat.AnswerOf("a").Text("x").Finish();
        await using var stream = await EventStreamClient.CompareAsync(app.Client, "a");
        var id = (await stream.NextAsync())!.Text("comparison_id");

        var response = await app.Client.GetAsync(new Uri($"/api/v1/comparisons/{id}/events?last_event_id={after}", UriKind.Relative));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Events_ReaderThatLeaves_LeavesTheLog()
    {
        await using var app = await CompareIntelApplication.StartAsync();
        var stream = await EventStreamClient.CompareAsync(app.Client, "a");
        var comparison = app.Comparisons.Find((await stream.NextAsync())!.Text("comparison_id"))!;
        Assert.Equal(1, comparison.Log.ReaderCount);

        await stream.DisposeAsync();

        await AsyncAssert.EventuallyAsync(() => comparison.Log.ReaderCount == 0);
        Assert.False(comparison.Log.IsEnded);
    }
}
