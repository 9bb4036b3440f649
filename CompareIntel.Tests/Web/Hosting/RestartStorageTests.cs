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
    private static readonly string[] s_models = ["sprinter", "quick", "thinker", "thorough", "bursty"];

    // What is one's own stays one's own over a restart.
    private readonly CookieContainer _cookies = new();

    [Theory]
    [InlineData(StorageProvider.Sqlite, 50)]
    [InlineData(StorageProvider.Postgres, 8)]
    public async Task Kill_AtRandomMomentsUnderLoad_LosesAtMostTheLastBatch(StorageProvider provider, int kills)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(provider);
        var random = new Random(7);
        IReadOnlyList<Witness> witnesses = [];
        var (running, finished, lost) = (0, 0, 0);
        for (var kill = 0; kill <= kills; kill++)
        {
            await using var server = Start(database);
            using var client = ClientOf(await server.ReadyAsync());
            foreach (var witness in witnesses)
            {
                if (await witness.CheckAsync(client) is var (interrupted, whole))
                {
                    running += interrupted;
                    finished += whole;
                }
                else
                {
                    lost++;
                }
            }

            if (kill == kills)
            {
                break;
            }

            witnesses = await Task.WhenAll(Enumerable.Range(0, 3).Select(index => Witness.StartAsync(client, $"Question {kill}.{index}", s_models)));
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(100, 1_700)), TimeProvider.System);
            await server.KillAsync();
            await Task.WhenAll(witnesses.Select(static witness => witness.EndAsync()));
        }

        Assert.InRange(running, kills, int.MaxValue);
        Assert.InRange(finished, 1, int.MaxValue);
        await using var context = database.Database.CreateContext();
        Assert.Equal((3 * kills) - lost, await context.Comparisons.CountAsync());
        Assert.False(await context.Comparisons.AnyAsync(static row => row.EndedAt == null));
        if (provider == StorageProvider.Sqlite)
        {
            Assert.Equal("ok", await context.Database.SqlQueryRaw<string>("SELECT integrity_check AS Value FROM pragma_integrity_check").SingleAsync());
        }
    }

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

    private static ServerProcess Start(TestDatabase database) => ServerProcess.Start(
    [
        $"--DataDirectory={database.Data.Path}",
        "--urls=http://127.0.0.1:0",
        "--Providers:simulated:Kind=Simulated",
        "--Providers:simulated:Speed=6",
        .. database.Settings,
    ]);

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

    /// <summary>What a client has seen of one comparison, and when.</summary>
    private sealed class Witness(string id, int lanes, EventStreamClient stream)
    {
        // A batch is written every 250 ms; the rest is for a machine that does something else as well.
        private static readonly TimeSpan s_batch = TimeSpan.FromSeconds(1);

        private readonly long _start = TimeProvider.System.GetTimestamp();
        private readonly List<(long At, WireEvent Item)> _seen = [];
        private Task _reading = Task.CompletedTask;
        private long _end;

        public static async Task<Witness> StartAsync(HttpClient client, string prompt, string[] models)
        {
            var stream = await EventStreamClient.CompareAsync(client, new { input_data = prompt, models });
            var first = await stream.NextAsync("start");
            var witness = new Witness(first.Text("comparison_id"), models.Length, stream);
            witness._reading = witness.ReadAsync();
            return witness;
        }

        public async Task EndAsync()
        {
            _end = TimeProvider.System.GetTimestamp();
            await _reading.WithinTimeout();
            await stream.DisposeAsync();
        }

        /// <summary>Lanes that were interrupted, and those that had ended and are whole; null for a comparison that began in the last batch.</summary>
        public async Task<(int Interrupted, int Whole)?> CheckAsync(HttpClient client)
        {
            using var answer = await client.GetAsync(new Uri($"/api/v1/comparisons/{id}", UriKind.Relative));
            if (answer.StatusCode == HttpStatusCode.NotFound && !IsOlder(_start, s_batch))
            {
                return null;
            }

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var stored = await answer.Content.ReadFromJsonAsync<JsonElement>();
            Assert.NotEqual("running", stored.GetProperty("state").GetString());
            var (interrupted, whole) = (0, 0);
            for (var lane = 0; lane < lanes; lane++)
            {
                var text = stored.GetProperty("lanes")[lane].GetProperty("text").GetString()!;
                var state = stored.GetProperty("lanes")[lane].GetProperty("state").GetString()!;
                var all = TextOf(lane, TimeSpan.Zero);
                Assert.True(text.StartsWith(all, StringComparison.Ordinal) || all.StartsWith(text, StringComparison.Ordinal), $"Lane {lane} of {id}: \"{text}\" was stored, \"{all}\" was sent.");
                Assert.StartsWith(TextOf(lane, s_batch), text, StringComparison.Ordinal);
                Assert.Contains(state, (string[])["interrupted", "finished"]);
                if (_seen.Any(seen => IsOlder(seen.At, s_batch) && seen.Item.Type == "done" && seen.Item.Lane == lane))
                {
                    Assert.Equal("finished", state);
                }

                if (state == "finished")
                {
                    Assert.StartsWith(all, text, StringComparison.Ordinal);
                    whole++;
                }
                else
                {
                    interrupted++;
                }
            }

            Assert.Equal(interrupted > 0 ? "interrupted" : "completed", stored.GetProperty("state").GetString());
            return (interrupted, whole);
        }

        private async Task ReadAsync()
        {
            try
            {
                while (await stream.NextAsync() is { } item)
                {
                    _seen.Add((TimeProvider.System.GetTimestamp(), item));
                }
            }
            catch (Exception exception) when (exception is IOException or HttpRequestException)
            {
                // The server was killed.
            }
        }

        private string TextOf(int lane, TimeSpan age) =>
            string.Concat(_seen.Where(seen => IsOlder(seen.At, age) && seen.Item.Type == "chunk" && seen.Item.Lane == lane).Select(static seen => seen.Item.Text("content")));

        private bool IsOlder(long at, TimeSpan age) => age == TimeSpan.Zero || TimeProvider.System.GetElapsedTime(at, _end) >= age;
    }
}
