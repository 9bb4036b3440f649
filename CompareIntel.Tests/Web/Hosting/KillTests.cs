using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CompareIntel.Core.Storage;
using CompareIntel.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CompareIntel.Tests.Web.Hosting;

public class KillTests
{
    // About as many as the three comparisons have in all, so that some kills come when lanes have ended.
    private const int MostEvents = 2_400;

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
            await Witness.SawAsync(witnesses, random.Next(1, MostEvents));
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

    /// <summary>What a client has seen of one comparison, and when.</summary>
    private sealed class Witness(string id, int lanes, EventStreamClient stream)
    {
        // A batch is written every 250 ms; the rest is for a machine that does something else as well.
        private static readonly TimeSpan s_batch = TimeSpan.FromSeconds(1);

        private readonly long _start = TimeProvider.System.GetTimestamp();
        private readonly List<(long At, WireEvent Item)> _seen = [];
        private Task _reading = Task.CompletedTask;
        private long _end;
        private int _count;

        public static async Task<Witness> StartAsync(HttpClient client, string prompt, string[] models)
        {
            var stream = await EventStreamClient.CompareAsync(client, new { input_data = prompt, models });
            var first = await stream.NextAsync("start");
            var witness = new Witness(first.Text("comparison_id"), models.Length, stream);
            witness._reading = witness.ReadAsync();
            return witness;
        }

        /// <summary>Waits until these have seen so many events together, or all there are.</summary>
        public static Task SawAsync(IReadOnlyCollection<Witness> witnesses, int events) =>
            AsyncAssert.EventuallyAsync(() => witnesses.Sum(static witness => Volatile.Read(ref witness._count)) >= events || witnesses.All(static witness => witness._reading.IsCompleted));

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
                    Volatile.Write(ref _count, _seen.Count);
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
