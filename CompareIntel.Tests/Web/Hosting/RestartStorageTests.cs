using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Storage;
using CompareIntel.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CompareIntel.Tests.Web.Hosting;

public class RestartStorageTests
{
    // What is one's own stays one's own over a restart.
    private readonly CookieContainer _cookies = new();

    [Theory]
    [InlineData(StorageProvider.Sqlite)]
    [InlineData(StorageProvider.Postgres)]
    public async Task Terminate_WhileLanesRun_LetsThemEndWithinTheGraceTakesNoNewOnesAndStoresAll(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(provider);
        string id;
        await using (var app = await CompareIntelApplication.StartAsync(null, database.Data, [.. database.Settings, "--Comparisons:ShutdownGrace=00:01:00"]))
        {
            using var client = ClientOf(app.Address);
            await using var stream = await EventStreamClient.CompareAsync(client, "a");
            id = (await stream.NextAsync("start")).Text("comparison_id");
            await app.Chat.AnswerOf("a").Text("all ").Request;
            var stopping = app.StopAsync();
            await AsyncAssert.EventuallyAsync(() => Refuses(app));
            using var refused = await app.Client.PostAsJsonAsync("/compare", new { input_data = "now?", models = new[] { "b" } });
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter);

            app.Chat.AnswerOf("a").Text("of it").Finish();
            await stopping;
        }

        await using var again = await CompareIntelApplication.StartAsync(null, database.Data, database.Settings);
        using var later = ClientOf(again.Address);
        var stored = await later.GetFromJsonAsync<JsonElement>($"/api/v1/comparisons/{id}");
        Assert.Equal("completed", stored.GetProperty("state").GetString());
        Assert.Equal("all of it", stored.GetProperty("lanes")[0].GetProperty("text").GetString());
    }

    [Theory]
    [InlineData(StorageProvider.Sqlite)]
    [InlineData(StorageProvider.Postgres)]
    public async Task Events_BehindEveryPlaceAfterARestart_AreExactlyTheRest(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(provider);
        string id;
        IReadOnlyList<WireEvent> all;
        await using (var app = await CompareIntelApplication.StartAsync(null, database.Data, database.Settings))
        {
            using var client = ClientOf(app.Address);
            await using var stream = await EventStreamClient.CompareAsync(client, "a", "b", "c");
            app.Chat.AnswerOf("a").Reasoning("Hm", ".").Text([.. Enumerable.Range(0, 30).Select(static word => $"word{word} ")]).Usage(1, 2).Finish();
            app.Chat.AnswerOf("b").Text("half").Fail(new HttpRequestException("gone"));
            app.Chat.AnswerOf("c").Text("one", "two").Finish();
            all = await stream.ToEndAsync();
            id = all[0].Text("comparison_id");
        }

        await using var again = await CompareIntelApplication.StartAsync(null, database.Data, database.Settings);
        using var later = ClientOf(again.Address);
        for (var after = 0L; after < all[^1].Id; after++)
        {
            await using var rest = await EventStreamClient.FollowAsync(later, id, after);
            Assert.Equal(
                all.Where(item => item.Id > after).Select(static item => (item.Id, item.Json)),
                (await rest.ToEndAsync()).Select(static item => (item.Id, item.Json)));
        }

        await using var nothing = await EventStreamClient.FollowAsync(later, id, all[^1].Id);
        Assert.Equal(HttpStatusCode.NoContent, nothing.Response.StatusCode);
    }

    [Theory]
    [InlineData(StorageProvider.Sqlite)]
    [InlineData(StorageProvider.Postgres)]
    public async Task Health_WhenStorageIsDown_Is503AndSaysNoSecret(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(provider);
        await using var app = await CompareIntelApplication.StartAsync(null, database.Data, database.Settings);
        using var before = await app.Client.GetAsync(new Uri("/health", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        await using (var context = database.Database.CreateContext())
        {
            await context.Database.ExecuteSqlRawAsync("ALTER TABLE comparisons RENAME TO elsewhere");
        }

        using var during = await app.Client.GetAsync(new Uri("/health", UriKind.Relative));
        using var missing = await app.Client.GetAsync(new Uri("/api/v1/comparisons/none", UriKind.Relative));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, during.StatusCode);
        var health = await during.Content.ReadAsStringAsync();
        Assert.Contains("\"storage\"", health, StringComparison.Ordinal);
        Assert.DoesNotContain(database.Data.Path, health, StringComparison.Ordinal);
        Assert.DoesNotContain("relation", health, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, missing.StatusCode);
        Assert.Contains("Try again", await missing.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await using (var context = database.Database.CreateContext())
        {
            await context.Database.ExecuteSqlRawAsync("ALTER TABLE elsewhere RENAME TO comparisons");
        }

        using var after = await app.Client.GetAsync(new Uri("/health", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    [Fact]
    public async Task Start_DatabaseThatCanNotBeReached_SaysSoInALineAndEndsWith1()
    {
        using var data = new TemporaryFolder();
        await using var server = ServerProcess.Start([$"--DataDirectory={data.Path}", "--urls=http://127.0.0.1:0", "--Storage:Provider=Postgres", "--Storage:ConnectionString=Host=127.0.0.1;Port=1;Username=x;Password=verysecret"]);

        Assert.Equal(1, await server.ExitAsync());

        Assert.Contains("Storage:ConnectionString", server.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("verysecret", server.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", server.Output, StringComparison.Ordinal);
    }

    private HttpClient ClientOf(Uri address)
    {
        var handler = new HttpClientHandler { CookieContainer = _cookies };
        return new HttpClient(handler, disposeHandler: true) { BaseAddress = address, Timeout = AsyncAssert.Timeout };
    }

    // A blank prompt starts nothing, and going down is looked at first.
    private static bool Refuses(CompareIntelApplication app)
    {
        try
        {
            app.Comparisons.Start(ComparisonRequest.Create(" "));
            return false;
        }
        catch (ArgumentException)
        {
            return false;
        }
        catch (TooManyComparisonsException)
        {
            return true;
        }
    }
}
