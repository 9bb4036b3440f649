using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Feedback;
using CompareIntel.Tests.Support;
using CompareIntel.Web.Hosting.Ownership;
using Microsoft.Extensions.DependencyInjection;

namespace CompareIntel.Tests.Web.Api;

public sealed class FeedbackApiTests
{
    [Fact]
    public async Task Feedback_OfTheOwner_IsSetChangedAndTakenBack()
    {
        await using var app = await CompareIntelApplication.StartAsync();
        using var owner = ClientOf(app);
        var id = await RunAsync(app, owner);

        using var first = await owner.PutAsJsonAsync(PathOf(id), new { rating = "up", comment = " good " });
        var document = await first.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((HttpStatusCode.OK, "up", "good"), (first.StatusCode, document.GetProperty("rating").GetString(), document.GetProperty("comment").GetString()));
        using var second = await owner.PutAsJsonAsync(PathOf(id), new { rating = "down" });
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal([(FeedbackKind.Down, "")], await KeptAsync(app));

        using var gone = await owner.DeleteAsync(PathOf(id));
        Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        Assert.Empty(await KeptAsync(app));
    }

    [Fact]
    public async Task Report_OfTheOwner_IsKeptWithItsTimes()
    {
        await using var app = await CompareIntelApplication.StartAsync();
        using var owner = ClientOf(app);
        var id = await RunAsync(app, owner);

        using var sent = await owner.PostAsJsonAsync($"/api/v1/comparisons/{id}/report", new { lane = 0, comment = "it stopped", include_text = true });
        using var bare = await owner.PostAsJsonAsync($"/api/v1/comparisons/{id}/report", new { });

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), (sent.StatusCode, bare.StatusCode));
        var entries = await app.Services.GetRequiredService<FeedbackBook>().ListAsync(new FeedbackFilter(), long.MaxValue, 10);
        Assert.Equal([(null, "", false), (0, "it stopped", true)], entries.Select(static entry => (entry.Lane, entry.Comment, entry.MayReadText)));
        Assert.Equal("a", entries[1].Figures[0].Model);
    }

    [Fact]
    public async Task Feedback_OfAnother_FindsNothing()
    {
        await using var app = await CompareIntelApplication.StartAsync();
        using var owner = ClientOf(app);
        using var stranger = ClientOf(app);
        var id = await RunAsync(app, owner);
        // The owner has come back with the cookie: from now on it is theirs alone.
        await owner.GetJsonAsync($"/api/v1/comparisons/{id}");

        using var rated = await stranger.PutAsJsonAsync(PathOf(id), new { rating = "up" });
        using var removed = await stranger.DeleteAsync(PathOf(id));
        using var reported = await stranger.PostAsJsonAsync($"/api/v1/comparisons/{id}/report", new { comment = "hello" });

        Assert.All((HttpResponseMessage[])[rated, removed, reported], static answer => Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode));
        Assert.Empty(await KeptAsync(app));
    }

    [Theory]
    [InlineData("nonsense", "body")]
    [InlineData("{}", "rating")]
    [InlineData("{\"rating\":\"best\"}", "rating")]
    [InlineData("{\"rating\":1}", "body")]
    [InlineData("{\"rating\":\"up\",\"comment\":\"LONG\"}", "comment")]
    public async Task Feedback_ThatIsNotWhatItShouldBe_SaysWhat(string body, string field)
    {
        await using var app = await CompareIntelApplication.StartAsync();
        using var content = new StringContent(body.Replace("LONG", new string('x', 2_001), StringComparison.Ordinal), null, "application/json");

        using var answer = await app.Client.PutAsync(PathOf("any"), content);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.True((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").TryGetProperty(field, out _));
    }

    [Fact]
    public async Task Feedback_OfALaneThatRunsOrIsNotThere_SaysSo()
    {
        await using var app = await CompareIntelApplication.StartAsync();
        await using var stream = await EventStreamClient.CompareAsync(app.Client, "a");
        app.Chat.AnswerOf("a").Text("and");
        var id = (await stream.NextAsync())!.Text("comparison_id");

        using var running = await app.Client.PutAsJsonAsync(PathOf(id), new { rating = "up" });
        using var missing = await app.Client.PutAsJsonAsync(PathOf(id, 7), new { rating = "up" });

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.NotFound), (running.StatusCode, missing.StatusCode));
        Assert.Contains("still being written", await running.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Feedback_TooOftenInAMinute_IsRefusedForThisOwnerAlone()
    {
        await using var app = await CompareIntelApplication.StartAsync();
        using var owner = ClientOf(app);
        using var other = ClientOf(app);
        var id = await RunAsync(app, owner);
        var others = await RunAsync(app, other, "b");
        for (var change = 0; change < OwnFeedback.MostPerMinute; change++)
        {
            using var kept = await owner.PutAsJsonAsync(PathOf(id), new { rating = change % 2 == 0 ? "up" : "down" });
            Assert.Equal(HttpStatusCode.OK, kept.StatusCode);
        }

        using var refused = await owner.PostAsJsonAsync($"/api/v1/comparisons/{id}/report", new { comment = "once more" });
        using var fine = await other.PutAsJsonAsync(PathOf(others), new { rating = "up" });

        Assert.Equal((HttpStatusCode.TooManyRequests, HttpStatusCode.OK), (refused.StatusCode, fine.StatusCode));
        Assert.Equal("60", refused.Headers.RetryAfter!.ToString());
    }

    [Fact]
    public async Task Feedback_WithoutACookie_IsCountedPerAddress()
    {
        await using var app = await CompareIntelApplication.StartAsync();
        using var one = ClientWithoutCookies(app, "127.0.0.1");
        using var two = ClientWithoutCookies(app, "127.0.0.2");
        string[] ids = [await RunAsync(app, one), await RunAsync(app, one, "b")];
        var nobodys = app.Comparisons.Start(new ComparisonRequest { Prompt = "tea", Lanes = [new LaneRequest("c")] });
        app.Chat.AnswerOf("c").Text("all of it").Finish();
        await nobodys.Stored.WithinTimeout();
        for (var change = 0; change < OwnFeedback.MostPerMinute; change++)
        {
            using var kept = await one.PutAsJsonAsync(PathOf(change % 3 == 2 ? nobodys.Id : ids[change % 3]), new { rating = change % 2 == 0 ? "up" : "down" });
            Assert.Equal(HttpStatusCode.OK, kept.StatusCode);
        }

        using var refused = await one.PutAsJsonAsync(PathOf(ids[0]), new { rating = "up" });
        using var refusedToo = await one.PutAsJsonAsync(PathOf(nobodys.Id), new { rating = "up" });
        using var fine = await two.PutAsJsonAsync(PathOf(ids[0]), new { rating = "up" });
        using var fineToo = await two.PutAsJsonAsync(PathOf(nobodys.Id), new { rating = "up" });

        Assert.Equal((HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests), (refused.StatusCode, refusedToo.StatusCode));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (fine.StatusCode, fineToo.StatusCode));
    }

    private static Uri PathOf(string id, int lane = 0) => new($"/api/v1/comparisons/{id}/lanes/{lane}/feedback", UriKind.Relative);

    private static async Task<(FeedbackKind, string)[]> KeptAsync(CompareIntelApplication app) =>
        [.. (await app.Services.GetRequiredService<FeedbackBook>().ListAsync(new FeedbackFilter(), long.MaxValue, 10)).Select(static entry => (entry.Kind, entry.Comment))];

    private static HttpClient ClientOf(CompareIntelApplication app) =>
        new(new HttpClientHandler { CookieContainer = new CookieContainer() }, disposeHandler: true) { BaseAddress = app.Address, Timeout = AsyncAssert.Timeout };

    private static HttpClient ClientWithoutCookies(CompareIntelApplication app, string address) =>
        new(new SocketsHttpHandler { UseCookies = false, ConnectCallback = Connections.From(address) }) { BaseAddress = app.Address, Timeout = AsyncAssert.Timeout };

    /// <summary>A comparison that has ended and is stored.</summary>
    private static async Task<string> RunAsync(CompareIntelApplication app, HttpClient client, string model = "a")
    {
        await using var stream = await EventStreamClient.CompareAsync(client, model);
        app.Chat.AnswerOf(model).Text("all of it").Finish();
        var id = (await stream.ToEndAsync())[0].Text("comparison_id");
        app.Services.GetRequiredService<IComparisonArchive>().Flush();
        await app.Comparisons.Find(id)!.Stored.WithinTimeout();
        return id;
    }
}
