using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using CompareIntel.Core.Diagnostics;
using CompareIntel.Core.Diagnostics.Anomalies;
using CompareIntel.Core.Storage;
using CompareIntel.Core.Storage.Entities;
using CompareIntel.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace CompareIntel.Tests.Core.Diagnostics;

public sealed class AnomalyWebhookTests
{
    private const string Secret = "very-secret-token";

    [Theory]
    [EveryStorage]
    public async Task Deliver_BeginningAndEnd_TellsEachOnceInOrder(StorageProvider provider)
    {
        await using var rig = await StorageRig.StartAsync(provider);
        await using var server = await ScriptedHttpServer.StartAsync();
        server.Enqueue(ScriptedResponse.Of(200, "application/json", "{}"));
        server.Enqueue(ScriptedResponse.Of(200, "application/json", "{}"));
        using var webhook = NewWebhook(rig, server, out _);
        await AddAsync(rig, isEnded: false);

        await webhook.DeliverAsync();
        await webhook.DeliverAsync();
        await EndAsync(rig);
        await webhook.DeliverAsync();
        await webhook.DeliverAsync();

        Assert.Equal(2, server.Requests.Count);
        Assert.All(server.Requests, static request => Assert.Equal(("POST", $"/hook?key={Secret}"), (request.Method, request.Path)));
        using var began = JsonDocument.Parse(server.Requests[0].Body);
        Assert.Equal(
            ("anomaly.began", "error_rate", "p", "m", "share", 0.5, 0.1),
            (Text(began, "event"), Text(began, "kind"), Text(began, "provider"), Text(began, "model"), Text(began, "unit"), began.RootElement.GetProperty("value").GetDouble(), began.RootElement.GetProperty("limit").GetDouble()));
        Assert.StartsWith("p:m: 50.0 % of its last 20 lanes failed", Text(began, "text"), StringComparison.Ordinal);
        Assert.False(began.RootElement.TryGetProperty("ended_at", out _));
        using var ended = JsonDocument.Parse(server.Requests[1].Body);
        Assert.Equal(("anomaly.ended", "back", rig.Time.GetUtcNow()), (Text(ended, "event"), Text(ended, "end"), ended.RootElement.GetProperty("ended_at").GetDateTimeOffset()));
        Assert.Equal((AnomalyDelivery.Sent, AnomalyDelivery.Sent), await DeliveriesAsync(rig));
    }

    [Fact]
    public async Task Deliver_ThatFails_IsTriedAgainLessAndLessOftenAndTellsTheBeginningFirst()
    {
        await using var rig = await StorageRig.StartAsync(StorageProvider.Sqlite);
        await using var server = await ScriptedHttpServer.StartAsync();
        using var webhook = NewWebhook(rig, server, out var logger);
        await AddAsync(rig, isEnded: true);
        int[] expectedTries = [1, 2, 2, 3, 3, 3, 3, 4];
        foreach (var tries in expectedTries)
        {
            server.Enqueue(ScriptedResponse.Of(500, "text/plain", Secret));
            await webhook.DeliverAsync();
            Assert.Equal(tries, server.Requests.Count);
            rig.Time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.All(server.Requests, static request => Assert.Contains("anomaly.began", request.Body, StringComparison.Ordinal));
        Assert.Equal((AnomalyDelivery.Waiting, AnomalyDelivery.Waiting), await DeliveriesAsync(rig));
        Assert.All(logger.Collector.GetSnapshot(), static line =>
        {
            Assert.Contains("status 500", line.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(Secret, line.Message + line.Exception, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Deliver_ToNobody_IsGivenUpAfterADayAndLogsNoSecret()
    {
        await using var rig = await StorageRig.StartAsync(StorageProvider.Sqlite);
        await using var server = await ScriptedHttpServer.StartAsync();
        await server.DisposeAsync();
        using var webhook = NewWebhook(rig, server, out var logger);
        await AddAsync(rig, isEnded: false);
        await webhook.DeliverAsync();
        rig.Time.Advance(AnomalyWebhook.GiveUpAfter);

        await webhook.DeliverAsync();

        Assert.Equal((AnomalyDelivery.GivenUp, AnomalyDelivery.None), await DeliveriesAsync(rig));
        Assert.Equal([LogLevel.Warning, LogLevel.Error], logger.Collector.GetSnapshot().Select(static line => line.Level));
        Assert.All(logger.Collector.GetSnapshot(), static line => Assert.DoesNotContain(Secret, line.Message + line.Exception, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Deliver_ToOneThatLeadsElsewhere_FollowsItNot()
    {
        await using var rig = await StorageRig.StartAsync(StorageProvider.Sqlite);
        await using var elsewhere = await ScriptedHttpServer.StartAsync();
        await using var server = await ScriptedHttpServer.StartAsync();
        server.Enqueue(ScriptedResponse.Empty(307).Header("Location", elsewhere.BaseUrl.AbsoluteUri));
        using var webhook = NewWebhook(rig, server, out _);
        await AddAsync(rig, isEnded: false);

        await webhook.DeliverAsync();

        Assert.Empty(elsewhere.Requests);
        Assert.Equal(AnomalyDelivery.Waiting, (await DeliveriesAsync(rig)).Begin);
    }

    [Fact]
    public async Task Deliver_WhereRequestsAreTraced_LeavesItsAddressOut()
    {
        await using var rig = await StorageRig.StartAsync(StorageProvider.Sqlite);
        await using var server = await ScriptedHttpServer.StartAsync();
        server.Enqueue(ScriptedResponse.Of(200, "application/json", "{}"));
        server.Enqueue(ScriptedResponse.Of(200, "application/json", "{}"));
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "System.Net.Http",
            Sample = static (ref _) => ActivitySamplingResult.AllData,
            ActivityStarted = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var webhook = NewWebhook(rig, server, out _);
        await AddAsync(rig, isEnded: false);
        using var other = new HttpClient();
        using var traced = await other.GetAsync(server.BaseUrl);

        await webhook.DeliverAsync();

        Assert.Equal(AnomalyDelivery.Sent, (await DeliveriesAsync(rig)).Begin);
        var port = server.BaseUrl.Port;
        Assert.Single(spans, span => span.TagObjects.Any(tag => tag.Key == "server.port" && Equals(tag.Value, port)));
        Assert.DoesNotContain(spans, static span => span.TagObjects.Any(static tag => tag.Value is string text && text.Contains("/hook", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Deliver_ToOneThatDoesNotAnswer_EndsAfterItsTime()
    {
        await using var rig = await StorageRig.StartAsync(StorageProvider.Sqlite);
        await using var server = await ScriptedHttpServer.StartAsync();
        server.Enqueue(ScriptedResponse.Empty(200).Hang());
        using var webhook = NewWebhook(rig, server, out var logger);
        await AddAsync(rig, isEnded: false);

        var delivering = webhook.DeliverAsync();
        await rig.Time.WaitForCreatedTimersAsync(1);
        await AsyncAssert.EventuallyAsync(() => server.OpenRequests == 1);
        rig.Time.Advance(AnomalyWebhook.Timeout);

        await delivering.WithinTimeout();
        Assert.Contains("no answer within 10 s", Assert.Single(logger.Collector.GetSnapshot()).Message, StringComparison.Ordinal);
    }

    private static string Text(JsonDocument document, string name) => document.RootElement.GetProperty(name).GetString()!;

    private static AnomalyWebhook NewWebhook(StorageRig rig, ScriptedHttpServer server, out FakeLogger<AnomalyWebhook> logger)
    {
        var options = new DiagnosticsOptions { WebhookUrl = new Uri(server.BaseUrl, $"/hook?key={Secret}").AbsoluteUri };
        return new AnomalyWebhook(rig.Database, AnomalyWebhook.CreateClient(), new FixedOptionsMonitor<DiagnosticsOptions>(options), rig.Time, logger = new FakeLogger<AnomalyWebhook>());
    }

    private static async Task AddAsync(StorageRig rig, bool isEnded)
    {
        await using var context = rig.Database.CreateContext();
        context.Anomalies.Add(new StoredAnomaly
        {
            Provider = "p",
            Model = "m",
            Kind = AnomalyKind.ErrorRate,
            BeganAt = rig.Time.GetUtcNow(),
            EndedAt = isEnded ? rig.Time.GetUtcNow() : null,
            End = isEnded ? AnomalyEnd.Back : null,
            Usual = 0.01,
            Limit = 0.1,
            Value = 0.5,
            Worst = 0.5,
            Lanes = 20,
            BeginDelivery = AnomalyDelivery.Waiting,
            EndDelivery = isEnded ? AnomalyDelivery.Waiting : AnomalyDelivery.None,
        });
        await context.SaveChangesAsync();
    }

    private static async Task EndAsync(StorageRig rig)
    {
        await using var context = rig.Database.CreateContext();
        var row = await context.Anomalies.SingleAsync();
        (row.EndedAt, row.End, row.EndDelivery) = (rig.Time.GetUtcNow(), AnomalyEnd.Back, AnomalyDelivery.Waiting);
        await context.SaveChangesAsync();
    }

    private static async Task<(AnomalyDelivery Begin, AnomalyDelivery End)> DeliveriesAsync(StorageRig rig)
    {
        await using var context = rig.Database.CreateContext();
        var row = await context.Anomalies.SingleAsync();
        return (row.BeginDelivery, row.EndDelivery);
    }
}
