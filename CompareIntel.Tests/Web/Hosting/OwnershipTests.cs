using System.Net;
using CompareIntel.Core.Ownership;
using CompareIntel.Tests.Support;
using CompareIntel.Web.Hosting.Ownership;
using Microsoft.Extensions.DependencyInjection;

namespace CompareIntel.Tests.Web.Hosting;

public sealed class OwnershipTests
{
    private static readonly string[] s_routes = ["", "/events", "/lanes/0/text"];

    [Fact]
    public async Task FirstPage_GivesABrowserASignedCookieThatScriptsCannotRead()
    {
        await using var app = await CompareIntelApplication.StartAsync();
        using var browser = new Caller(app);

        var cookie = Assert.Single((await browser.OpenPageAsync()).Headers.GetValues("Set-Cookie"), static header => header.StartsWith(OwnerCookie.Name, StringComparison.Ordinal));

        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.False((await browser.OpenPageAsync()).Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task AnotherBrowser_FindsNothingOfWhatABrowserMade()
    {
        await using var app = await CompareIntelApplication.StartAsync();
        using var owner = new Caller(app);
        using var other = new Caller(app);
        using var nobody = new Caller(app);
        await owner.OpenPageAsync();
        await other.OpenPageAsync();
        app.Chat.AnswerOf("a").Text("mine").Finish();
        var id = await owner.Client.CompareToEndAsync("a");

        foreach (var stranger in (Caller[])[other, nobody])
        {
            foreach (var route in s_routes)
            {
                Assert.Equal(HttpStatusCode.NotFound, (await stranger.Client.ReadAsync($"/api/v1/comparisons/{id}{route}")).StatusCode);
            }

            Assert.Equal(HttpStatusCode.NotFound, (await stranger.Client.PostAsync($"/api/v1/comparisons/{id}/stop")).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.Client.PostAsync($"/api/v1/comparisons/{id}/lanes/0/stop")).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.Client.DeleteAsync(new Uri($"/api/v1/comparisons/{id}", UriKind.Relative))).StatusCode);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await other.OpenPageAsync($"/c/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await owner.OpenPageAsync($"/c/{id}")).StatusCode);
        foreach (var route in s_routes)
        {
            Assert.Equal(HttpStatusCode.OK, (await owner.Client.ReadAsync($"/api/v1/comparisons/{id}{route}")).StatusCode);
        }
    }

    [Fact]
    public async Task ProgramWithoutCookies_OpensWhatItMadeByItsId()
    {
        await using var app = await CompareIntelApplication.StartAsync();
        using var program = new Caller(app, keepsCookies: false);
        using var browser = new Caller(app);
        await browser.OpenPageAsync();
        app.Chat.AnswerOf("a").Text("x").Finish();
        var id = await program.Client.CompareToEndAsync("a");

        Assert.Equal(HttpStatusCode.OK, (await program.Client.ReadAsync($"/api/v1/comparisons/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Client.ReadAsync($"/api/v1/comparisons/{id}")).StatusCode);
    }

    [Fact]
    public async Task ProgramThatKeepsItsCookie_ShutsOutEverybodyElseOnceItComesBack()
    {
        await using var app = await CompareIntelApplication.StartAsync();
        using var program = new Caller(app);
        using var nobody = new Caller(app, keepsCookies: false);
        app.Chat.AnswerOf("a").Text("x").Finish();
        var id = await program.Client.CompareToEndAsync("a");

        Assert.Equal(HttpStatusCode.OK, (await program.Client.ReadAsync($"/api/v1/comparisons/{id}")).StatusCode);

        Assert.Equal(HttpStatusCode.NotFound, (await nobody.Client.ReadAsync($"/api/v1/comparisons/{id}")).StatusCode);
    }

    [Fact]
    public async Task ProgramThatAsksTwiceBeforeItHasACookie_OpensBoth()
    {
        await using var app = await CompareIntelApplication.StartAsync();
        using var first = new Caller(app);
        using var second = new Caller(app);
        app.Chat.AnswerOf("a").Text("x").Finish();
        var id = await first.Client.CompareToEndAsync("a");
        app.Chat.AnswerOf("b").Text("y").Finish();
        await second.Client.CompareToEndAsync("b");

        Assert.Equal(HttpStatusCode.OK, (await second.Client.ReadAsync($"/api/v1/comparisons/{id}")).StatusCode);

        Assert.Equal(HttpStatusCode.OK, (await first.Client.ReadAsync($"/api/v1/comparisons/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await second.Client.ReadAsync($"/api/v1/comparisons/{id}")).StatusCode);
    }

    [Fact]
    public async Task OwnerThatCameBack_IsKnownToTheNextProcess()
    {
        using var data = new TemporaryFolder();
        var owner = OwnerId.NewClient();
        await using (var app = await CompareIntelApplication.StartAsync(null, data))
        {
            await app.Services.GetRequiredService<ComparisonOwners>().ConfirmAsync(owner);
        }

        await using var next = await CompareIntelApplication.StartAsync(null, data);

        Assert.False(await next.Services.GetRequiredService<ComparisonOwners>().MayOpenAsync(owner, callerId: null));
        Assert.True(await next.Services.GetRequiredService<ComparisonOwners>().MayOpenAsync(OwnerId.NewClient(), callerId: null));
    }

    [Fact]
    public async Task ForgedCookie_IsNoCookie()
    {
        await using var app = await CompareIntelApplication.StartAsync();
        using var owner = new Caller(app);
        await owner.OpenPageAsync();
        app.Chat.AnswerOf("a").Text("x").Finish();
        var id = await owner.Client.CompareToEndAsync("a");
        var ownerId = app.Comparisons.Find(id)!.Origin.OwnerId;
        using var forger = new Caller(app, keepsCookies: false);
        forger.Client.DefaultRequestHeaders.Add("Cookie", $"{OwnerCookie.Name}={ownerId}");

        Assert.Equal(HttpStatusCode.NotFound, (await forger.Client.ReadAsync($"/api/v1/comparisons/{id}")).StatusCode);
    }

    private sealed class Caller : IDisposable
    {
        private readonly HttpClientHandler _handler;

        public Caller(CompareIntelApplication app, bool keepsCookies = true)
        {
            _handler = new HttpClientHandler { UseCookies = keepsCookies };
            Client = new HttpClient(_handler) { BaseAddress = app.Address, Timeout = AsyncAssert.Timeout };
        }

        public HttpClient Client { get; }

        public async Task<HttpResponseMessage> OpenPageAsync(string path = "/")
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Accept.ParseAdd("text/html");
            return await Client.SendAsync(request);
        }

        public void Dispose()
        {
            Client.Dispose();
            _handler.Dispose();
        }
    }
}
