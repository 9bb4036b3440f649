using System.Net;
using System.Net.Http.Json;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.History;
using CompareIntel.Core.Storage;
using CompareIntel.Core.Storage.Entities;
using CompareIntel.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CompareIntel.Tests.Web.Api;

public sealed class HistoryApiTests
{
    [Fact]
    public async Task List_OwnComparisons_AreSearchedPagedAndOnlyForTheirOwner()
    {
        await using var application = await CompareIntelApplication.StartAsync();
        var owner = await SignInAsync(application);
        await AddAsync(application, owner, "First prompt", "needle in an answer");
        var second = await AddAsync(application, owner, "Second prompt", "hay");

        var all = await application.Client.GetJsonAsync("/api/v1/comparisons?limit=1");
        Assert.Equal("Second prompt", Assert.Single(all.GetProperty("comparisons").EnumerateArray()).GetProperty("title").GetString());
        Assert.Equal(second, all.GetProperty("next_cursor").GetString());
        var rest = await application.Client.GetJsonAsync($"/api/v1/comparisons?limit=1&cursor={second}");
        Assert.Equal("First prompt", Assert.Single(rest.GetProperty("comparisons").EnumerateArray()).GetProperty("title").GetString());
        Assert.Null(rest.GetProperty("next_cursor").GetString());

        var found = Assert.Single((await application.Client.GetJsonAsync("/api/v1/comparisons?q=needle&state=completed&model=test:a")).GetProperty("comparisons").EnumerateArray());
        var excerpt = Assert.Single(found.GetProperty("hit").GetProperty("excerpts").EnumerateArray());
        Assert.Equal("test:a", excerpt.GetProperty("model").GetString());
        Assert.True(excerpt.GetProperty("parts")[0].GetProperty("hit").GetBoolean());

        using var other = new HttpClient { BaseAddress = application.Address };
        Assert.Empty((await other.GetJsonAsync("/api/v1/comparisons")).GetProperty("comparisons").EnumerateArray());
        Assert.Equal(HttpStatusCode.NotFound, (await other.PatchAsJsonAsync(Path(second), new { starred = true })).StatusCode);
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("state=done", "state")]
    [InlineData("starred=maybe", "starred")]
    [InlineData("from=yesterday", "from")]
    [InlineData("cursor=nosuch", "cursor")]
    public async Task List_ValueThatCanNotBe_IsRefusedByName(string query, string field)
    {
        await using var application = await CompareIntelApplication.StartAsync();
        var owner = await SignInAsync(application);
        await AddAsync(application, owner, "prompt", "answer");

        var response = await application.Client.ReadAsync($"/api/v1/comparisons?{query}");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(field, Assert.Single((await response.JsonAsync()).GetProperty("errors").EnumerateObject()).Name);
    }

    [Fact]
    public async Task Update_TitleTagsAndStar_ChangesWhatIsNamed()
    {
        await using var application = await CompareIntelApplication.StartAsync();
        var owner = await SignInAsync(application);
        var id = await AddAsync(application, owner, "prompt", "answer");

        var changed = await (await application.Client.PatchAsJsonAsync(Path(id), new { title = "A name", tags = new[] { "Work" } })).JsonAsync();
        Assert.Equal("A name", changed.GetProperty("title").GetString());
        Assert.False(changed.GetProperty("starred").GetBoolean());
        changed = await (await application.Client.PatchAsJsonAsync(Path(id), new { starred = true })).JsonAsync();
        Assert.Equal("A name", changed.GetProperty("title").GetString());
        Assert.Equal("work", Assert.Single(changed.GetProperty("tags").EnumerateArray()).GetString());
        Assert.True(changed.GetProperty("starred").GetBoolean());

        Assert.Equal(HttpStatusCode.BadRequest, (await application.Client.PatchAsJsonAsync(Path(id), new { title = " " })).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await application.Client.PatchAsJsonAsync(Path(id), new { tags = 1 })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await application.Client.PatchAsJsonAsync(Path("nosuch"), new { starred = true })).StatusCode);
    }

    private static Uri Path(string id) => new($"/api/v1/comparisons/{id}", UriKind.Relative);

    /// <summary>Whose cookie <see cref="CompareIntelApplication.Client"/> has got with its first comparison.</summary>
    private static async Task<string> SignInAsync(CompareIntelApplication application)
    {
        application.Chat.AnswerOf("a").Text("x").Finish();
        var id = await application.Client.CompareToEndAsync("a");
        var owner = application.Comparisons.Find(id)!.Origin.OwnerId!;
        // What is listed is what the test adds.
        using var deleted = await application.Client.DeleteAsync(Path(id));
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        return owner;
    }

    private static async Task<string> AddAsync(CompareIntelApplication application, string owner, string prompt, string answer)
    {
        var id = Guid.NewGuid().ToString("N");
        var row = new StoredComparison
        {
            Id = id,
            OwnerId = owner,
            ConversationId = id,
            Prompt = prompt,
            Title = ComparisonTitle.Of(prompt),
            State = ComparisonState.Completed,
            CreatedAt = TimeProvider.System.GetUtcNow(),
        };
        row.Lanes.Add(new StoredLane { Model = "test:a", State = LaneState.Finished });
        await using var context = application.Services.GetRequiredService<ComparisonDatabase>().CreateContext();
        context.Comparisons.Add(row);
        await context.SaveChangesAsync();
        SearchIndex.IndexText(context, row.Number, prompt, [answer]);
        return id;
    }
}
