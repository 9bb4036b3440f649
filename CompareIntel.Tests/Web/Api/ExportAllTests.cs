using System.IO.Compression;
using System.Net;
using CompareIntel.Core;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Export;
using CompareIntel.Tests.Support;
using CompareIntel.Web.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace CompareIntel.Tests.Web.Api;

public class ExportAllTests
{
    [Fact]
    public async Task ExportAll_OwnAndAnothers_HoldsTheOwnAloneAndEachCanBeImported()
    {
        await using var app = await CompareIntelApplication.StartAsync();
        using var owner = ClientOf(app);
        using var stranger = ClientOf(app);
        await RunAsync(app, owner, "a", "one");
        await RunAsync(app, owner, "b", "two");
        await RunAsync(app, stranger, "c", "three");

        using var answer = await owner.GetAsync(new Uri("/api/v1/comparisons/export", UriKind.Relative));

        Assert.Equal("application/zip", answer.Content.Headers.ContentType!.MediaType);
        Assert.Matches("^compareintel-.*\\.zip$", answer.Content.Headers.ContentDisposition!.FileName!);
        await using var zip = new ZipArchive(await answer.Content.ReadAsStreamAsync());
        Assert.Equal([".json", ".json", ".md", ".md"], zip.Entries.Select(static entry => Path.GetExtension(entry.Name)).Order());
        var texts = new List<string>();
        foreach (var entry in zip.Entries.Where(static entry => entry.Name.EndsWith(".json", StringComparison.Ordinal)))
        {
            await using var stream = await entry.OpenAsync();
            var imported = await ComparisonImport.ReadAsync(stream, null, ComparisonEngine.NewId, CancellationToken.None);
            texts.Add(ComparisonTranscript.Of(imported.Log).TextOf(0));
        }

        Assert.Equal(["one", "two"], texts.Order());
    }

    [Fact]
    public async Task Download_OfWhatThePageHadMade_IsThereOnceAndForItsOwnerAlone()
    {
        await using var app = await CompareIntelApplication.StartAsync();
        using var owner = ClientOf(app);
        using var stranger = ClientOf(app);
        var id = await RunAsync(app, owner, "a", "one");
        await RunAsync(app, stranger, "b", "two");
        var ownerId = app.Comparisons.Find(id)!.Origin.OwnerId!;
        var owned = app.Services.GetRequiredService<OwnedComparisons>();
        var done = 0;
        var progress = new Counter(count => done = count);

        var token = await app.Services.GetRequiredService<HistoryDownloads>().WriteAsync(ownerId, await owned.ListAsync(ownerId, [id, "another"], CancellationToken.None), progress, CancellationToken.None);

        Assert.Equal(1, done);
        var address = new Uri($"/api/v1/downloads/{token}", UriKind.Relative);
        using var refused = await stranger.GetAsync(address);
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        using var first = await owner.GetAsync(address);
        await using var zip = new ZipArchive(await first.Content.ReadAsStreamAsync());
        Assert.Equal(2, zip.Entries.Count);
        using var second = await owner.GetAsync(address);
        Assert.Equal(HttpStatusCode.NotFound, second.StatusCode);
        Assert.Empty(Directory.GetFiles(Path.Combine(app.Services.GetRequiredService<DataDirectory>().Path, "downloads")));
    }

    [Fact]
    public async Task Write_Cancelled_LeavesNoFile()
    {
        await using var app = await CompareIntelApplication.StartAsync();
        using var owner = ClientOf(app);
        var id = await RunAsync(app, owner, "a", "one");
        using var cancellation = new CancellationTokenSource();
        var progress = new Counter(_ => cancellation.Cancel());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => app.Services.GetRequiredService<HistoryDownloads>().WriteAsync("somebody", [id, id], progress, cancellation.Token));

        Assert.Empty(Directory.GetFiles(Path.Combine(app.Services.GetRequiredService<DataDirectory>().Path, "downloads")));
    }

    private static HttpClient ClientOf(CompareIntelApplication app) =>
        new(new HttpClientHandler { CookieContainer = new CookieContainer() }, disposeHandler: true) { BaseAddress = app.Address, Timeout = AsyncAssert.Timeout };

    private static async Task<string> RunAsync(CompareIntelApplication app, HttpClient client, string model, string text)
    {
        await using var stream = await EventStreamClient.CompareAsync(client, model);
        app.Chat.AnswerOf(model).Text(text).Finish();
        var id = (await stream.ToEndAsync())[0].Text("comparison_id");
        app.Services.GetRequiredService<IComparisonArchive>().Flush();
        await app.Comparisons.Find(id)!.Stored.WithinTimeout();
        return id;
    }

    private sealed class Counter(Action<int> report) : IProgress<int>
    {
        public void Report(int value) => report(value);
    }
}
