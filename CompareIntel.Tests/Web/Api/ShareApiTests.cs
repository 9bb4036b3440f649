using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CompareIntel.Core.Comparisons;
using CompareIntel.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CompareIntel.Tests.Web.Api;

public class ShareApiTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Link_MadeByTheOwner_LetsOthersReadThisComparisonAndNothingElse()
    {
        await using var app = await CompareIntelApplication.StartAsync();
        using var owner = ClientOf(app);
        using var stranger = ClientOf(app);
        var id = await RunAsync(app, owner);

        using var made = await owner.PostAsJsonAsync($"/api/v1/comparisons/{id}/shares", new { expires_in_days = 7 });

        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var share = await made.Content.ReadFromJsonAsync<JsonElement>();
        var token = share.GetProperty("token").GetString()!;
        Assert.EndsWith($"/s/{token}", share.GetProperty("url").GetString(), StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromDays(7), share.GetProperty("expires_at").GetDateTimeOffset() - share.GetProperty("created_at").GetDateTimeOffset());
        using var page = await stranger.GetAsync(new Uri($"/s/{token}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal(["noindex, nofollow"], page.Headers.GetValues("X-Robots-Tag"));
        Assert.Equal(["no-referrer"], page.Headers.GetValues("Referrer-Policy"));
        Assert.Contains("<meta name=\"robots\" content=\"noindex, nofollow\"", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("all of it", await stranger.GetStringAsync(new Uri($"/api/v1/shares/{token}/comparisons/{id}/lanes/0/text", UriKind.Relative)));
        Assert.Contains("all of it", await stranger.GetStringAsync(new Uri($"/api/v1/shares/{token}/export?format=markdown", UriKind.Relative)), StringComparison.Ordinal);
        using var json = await stranger.GetAsync(new Uri($"/api/v1/shares/{token}/export?format=json", UriKind.Relative));
        Assert.Equal(HttpStatusCode.BadRequest, json.StatusCode);
        foreach (var path in (string[])[$"/api/v1/comparisons/{id}", $"/api/v1/comparisons/{id}/export?format=json", $"/api/v1/comparisons/{id}/shares", $"/c/{id}"])
        {
            using var refused = await stranger.GetAsync(new Uri(path, UriKind.Relative));
            Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        }

        using var foreign = await stranger.DeleteAsync(new Uri($"/api/v1/comparisons/{id}/shares/{token}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
        using var another = await stranger.PostAsJsonAsync($"/api/v1/comparisons/{id}/shares", new { });
        Assert.Equal(HttpStatusCode.NotFound, another.StatusCode);
    }

    [Fact]
    public async Task Link_OfAnotherComparison_DoesNotShowThisOne()
    {
        await using var app = await CompareIntelApplication.StartAsync();
        using var owner = ClientOf(app);
        var shared = await RunAsync(app, owner);
        var kept = await RunAsync(app, owner, "b");
        var token = await ShareAsync(owner, shared);

        using var answer = await owner.GetAsync(new Uri($"/api/v1/shares/{token}/comparisons/{kept}/lanes/0/text", UriKind.Relative));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Link_RevokedOrOutOfTime_IsNotThere()
    {
        var clock = new FakeTimeProvider(s_now);
        await using var app = await CompareIntelApplication.StartAsync(clock, null);
        using var owner = ClientOf(app);
        var id = await RunAsync(app, owner);
        var (first, second) = (await ShareAsync(owner, id), await ShareAsync(owner, id));
        Assert.Equal(2, await CountAsync());

        using var revoked = await owner.DeleteAsync(new Uri($"/api/v1/comparisons/{id}/shares/{first}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);
        await AssertGoneAsync(first);
        Assert.Equal(1, await CountAsync());
        Assert.Equal("all of it", await owner.GetStringAsync(new Uri($"/api/v1/shares/{second}/comparisons/{id}/lanes/0/text", UriKind.Relative)));

        clock.Advance(TimeSpan.FromDays(1) + TimeSpan.FromSeconds(1));
        await AssertGoneAsync(second);
        Assert.Equal(0, await CountAsync());

        async Task<int> CountAsync() => (await owner.GetFromJsonAsync<JsonElement>($"/api/v1/comparisons/{id}/shares")).GetProperty("shares").GetArrayLength();

        async Task AssertGoneAsync(string token)
        {
            foreach (var path in (string[])[$"/s/{token}", $"/api/v1/shares/{token}/export?format=markdown", $"/api/v1/shares/{token}/comparisons/{id}/lanes/0/text"])
            {
                using var answer = await owner.GetAsync(new Uri(path, UriKind.Relative));
                Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            }
        }
    }

    [Theory]
    [InlineData("{\"expires_in_days\": 0}", "expires_in_days")]
    [InlineData("{\"expires_in_days\": 99999}", "expires_in_days")]
    [InlineData("{\"expires_in_days\": \"soon\"}", "body")]
    [InlineData("nonsense", "body")]
    public async Task Create_BodyThatIsWrong_SaysWhatItMustBe(string body, string field)
    {
        await using var app = await CompareIntelApplication.StartAsync();
        using var content = new StringContent(body, null, "application/json");

        using var answer = await app.Client.PostAsync(new Uri("/api/v1/comparisons/any/shares", UriKind.Relative), content);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.True((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").TryGetProperty(field, out _));
    }

    private static HttpClient ClientOf(CompareIntelApplication app) =>
        new(new HttpClientHandler { CookieContainer = new CookieContainer() }, disposeHandler: true) { BaseAddress = app.Address, Timeout = AsyncAssert.Timeout };

    private static async Task<string> ShareAsync(HttpClient owner, string id)
    {
        using var made = await owner.PostAsJsonAsync($"/api/v1/comparisons/{id}/shares", new { expires_in_days = 1 });
        return (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!;
    }

    /// <summary>A comparison that has ended and is stored.</summary>
    private static async Task<string> RunAsync(CompareIntelApplication app, HttpClient client, string model = "a")
    {
        await using var stream = await EventStreamClient.CompareAsync(client, model);
        app.Chat.AnswerOf(model).Text("all ", "of it").Finish();
        var id = (await stream.ToEndAsync())[0].Text("comparison_id");
        app.Services.GetRequiredService<IComparisonArchive>().Flush();
        await app.Comparisons.Find(id)!.Stored.WithinTimeout();
        return id;
    }
}
