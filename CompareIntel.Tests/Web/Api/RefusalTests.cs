using System.Net;
using System.Text;
using System.Text.Json;
using CompareIntel.Tests.Support;

namespace CompareIntel.Tests.Web.Api;

public sealed class RefusalTests
{
    public static TheoryData<string, int, string?> Bodies => new()
    {
        { "", 422, "body" },
        { "{", 422, "body" },
        { "[]", 422, "body" },
        { "null", 422, "body" },
        { "{}", 422, "input_data" },
        { """{"models":["a"]}""", 422, "input_data" },
        { """{"input_data":"x"}""", 422, "models" },
        { """{"input_data":null,"models":["a"]}""", 422, "input_data" },
        { """{"input_data":7,"models":["a"]}""", 422, "input_data" },
        { """{"input_data":"\ud800","models":["a"]}""", 422, "input_data" },
        { """{"input_data":"x","models":"a"}""", 422, "models" },
        { """{"input_data":"x","models":[7]}""", 422, "models[0]" },
        { """{"input_data":"x","models":["a",null]}""", 422, "models[1]" },
        { """{"input_data":"x","models":["a"," "]}""", 422, "models[1]" },
        { """{"input_data":"x","models":["a"],"temperature":2.1}""", 422, "temperature" },
        { """{"input_data":"x","models":["a"],"temperature":"hot"}""", 422, "temperature" },
        { """{"input_data":"x","models":["a"],"top_p":-0.1}""", 422, "top_p" },
        { """{"input_data":"x","models":["a"],"max_tokens":0}""", 422, "max_tokens" },
        { """{"input_data":"x","models":["a"],"conversation_history":[{"role":"tool","content":"x"}]}""", 422, "conversation_history[0].role" },
        { """{"input_data":"x","models":["a"],"conversation_history":[{"role":"user"}]}""", 422, "conversation_history[0].content" },
        { """{"input_data":"x","models":["a"],"conversation_history":[null]}""", 422, "conversation_history[0].content" },
        { """{"input_data":" \n ","models":["a"]}""", 400, "input_data" },
        { """{"input_data":"x","models":[]}""", 400, "models" },
        { """{"input_data":"x","models":["a","a","a","a","a","a","a","a","a","a","a","a","a"]}""", 400, "models" },
        { """{"input_data":"x","models":["a"],"tier":"huge"}""", 400, "tier" },
        { """{"input_data":"x","models":["a"],"mode":"backwards"}""", 400, "mode" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Compare_WhatItCanNotDo_IsAProblemThatSaysSo(string body, int status, string? field)
    {
        await using var app = await CompareIntelApplication.StartAsync();
        foreach (var path in (string[])["/compare-stream", "/api/v1/compare"])
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            var response = await app.Client.PostAsync(new Uri(path, UriKind.Relative), content);
            var problem = await response.JsonAsync();

            Assert.Equal(status, (int)response.StatusCode);
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
            Assert.Equal(status, problem.GetProperty("status").GetInt32());
            Assert.NotEmpty(problem.GetProperty("title").GetString()!);
            Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
            Assert.True(problem.GetProperty("errors").TryGetProperty(field!, out var faults), problem.ToString());
            Assert.NotEmpty(faults[0].GetString()!);
        }

        Assert.Equal(0, app.Comparisons.RunningCount);
    }

    [Fact]
    public async Task Compare_SeveralFaults_NamesThemAll()
    {
        await using var app = await CompareIntelApplication.StartAsync();

        var problem = await (await app.Client.PostAsync("/compare", new { models = new[] { "a" }, temperature = 9, max_tokens = -1 })).JsonAsync();

        Assert.Equal(["input_data", "temperature", "max_tokens"], problem.GetProperty("errors").EnumerateObject().Select(static error => error.Name));
        Assert.Contains("temperature must be between 0 and 2", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("brief", 1_000)]
    [InlineData("standard", 5_000)]
    [InlineData("extended", 15_000)]
    [InlineData(null, 5_000)]
    public async Task Compare_InputLongerThanTheTierAllows_NamesTierLimitAndLength(string? tier, int limit)
    {
        await using var app = await CompareIntelApplication.StartAsync();
        app.Chat.AnswerOf("a").Text("x").Finish();

        var longest = await app.Client.PostAsync("/compare", new { input_data = Emoji(limit), models = new[] { "a" }, tier });
        var tooLong = await app.Client.PostAsync("/compare", new { input_data = Emoji(limit + 1), models = new[] { "a" }, tier });
        var detail = (await tooLong.JsonAsync()).GetProperty("detail").GetString()!;

        Assert.Equal(HttpStatusCode.OK, longest.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, tooLong.StatusCode);
        Assert.Contains(tier ?? "standard", detail, StringComparison.Ordinal);
        Assert.Contains($"{limit}", detail, StringComparison.Ordinal);
        Assert.Contains($"{limit + 1}", detail, StringComparison.Ordinal);

        static string Emoji(int count) => string.Concat(Enumerable.Repeat("😀", count));
    }

    [Fact]
    public async Task Compare_TierThatTheOperatorChanged_IsKept()
    {
        await using var app = await CompareIntelApplication.StartAsync("--Tiers:Brief:MaxInputCharacters=3");

        var response = await app.Client.PostAsync("/compare", new { input_data = "four", models = new[] { "a" }, tier = "brief" });

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task Compare_NotJson_IsRefusedWithWhatToDo(string contentType)
    {
        await using var app = await CompareIntelApplication.StartAsync();
        using var content = new StringContent("""{"input_data":"x","models":["a"]}""", Encoding.UTF8, contentType);

        var response = await app.Client.PostAsync(new Uri("/compare-stream", UriKind.Relative), content);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Contains("application/json", (await response.JsonAsync()).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_BodyTooLarge_IsRefused()
    {
        await using var app = await CompareIntelApplication.StartAsync();

        var response = await app.Client.PostAsync("/compare", new { input_data = new string('x', 4_000_001), models = new[] { "a" } });

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Contains("4 MB", (await response.JsonAsync()).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_ModelIdTooLong_IsRefused()
    {
        await using var app = await CompareIntelApplication.StartAsync();

        var response = await app.Client.PostAsync("/compare", new { input_data = "x", models = new[] { new string('m', 201) } });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
    }

    [Fact]
    public async Task Compare_OverTheRateLimit_SaysWhenToComeBack()
    {
        await using var app = await CompareIntelApplication.StartAsync("--RateLimit:RequestsPerMinute=2");
        app.Chat.AnswerOf("a").Text("x").Finish();
        app.Chat.AnswerOf("a", request: 1).Text("x").Finish();
        var body = new { input_data = "x", models = new[] { "a" } };

        Assert.Equal(HttpStatusCode.OK, (await app.Client.PostAsync("/compare", body)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await app.Client.PostAsync("/api/compare-stream", body)).StatusCode);
        var refused = await app.Client.PostAsync("/api/v1/compare", body);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.NotEmpty((await refused.JsonAsync()).GetProperty("detail").GetString()!);
        Assert.Equal(HttpStatusCode.OK, (await app.Client.ReadAsync("/models")).StatusCode);
    }

    [Theory]
    [InlineData("GET", "/api/nothing", 404)]
    [InlineData("GET", "/api/v1/nothing", 404)]
    [InlineData("GET", "/api/v1/comparisons/nothing", 404)]
    [InlineData("GET", "/api/v1/comparisons/nothing/events", 404)]
    [InlineData("DELETE", "/api/v1/comparisons/nothing", 404)]
    [InlineData("POST", "/api/v1/comparisons/nothing/stop", 404)]
    [InlineData("POST", "/api/v1/comparisons/nothing/lanes/0/stop", 404)]
    [InlineData("POST", "/api/v1/comparisons/nothing/lanes/x/stop", 404)]
    [InlineData("GET", "/compare-stream", 405)]
    [InlineData("GET", "/api/v1/compare", 405)]
    [InlineData("PUT", "/api/v1/compare", 405)]
    public async Task Api_WhatIsNotThere_IsAProblemWithADetail(string method, string path, int status)
    {
        await using var app = await CompareIntelApplication.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        var response = await app.Client.SendAsync(request);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(JsonValueKind.String, (await response.JsonAsync()).GetProperty("detail").ValueKind);
    }
}
