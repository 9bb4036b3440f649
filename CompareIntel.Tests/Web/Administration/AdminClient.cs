using System.Net;
using AngleSharp;
using AngleSharp.Html.Dom;
using CompareIntel.Tests.Support;
using CompareIntel.Web.Administration;
using Microsoft.Extensions.DependencyInjection;

namespace CompareIntel.Tests.Web.Administration;

/// <summary>A browser without scripts: it keeps cookies, and posts forms as the page has them.</summary>
internal sealed class AdminClient : IDisposable
{
    public const string Password = "a few plain words";

    private readonly HttpClient _http;

    /// <param name="application">Where it looks.</param>
    /// <param name="address">The address that it comes from: one of this machine's own.</param>
    public AdminClient(CompareIntelApplication application, string address = "127.0.0.1")
    {
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer(), ConnectCallback = Connections.From(address) }) { BaseAddress = application.Address, Timeout = AsyncAssert.Timeout };
        _http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
    }

    public void Dispose() => _http.Dispose();

    public static string LinkOf(CompareIntelApplication application) =>
        new Uri(application.Services.GetRequiredService<AdminLink>().GetOrCreate(application.Address.AbsoluteUri)).PathAndQuery;

    /// <summary>An administrator that has just been made with the link.</summary>
    public static async Task<AdminClient> ClaimAsync(CompareIntelApplication application)
    {
        var client = new AdminClient(application);
        using var answer = await client.SubmitAsync(LinkOf(application), "claim", ("Name", "ada"), ("Password", Password), ("Repeated", Password));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return client;
    }

    public Task<HttpResponseMessage> GetAsync(string path) => _http.GetAsync(new Uri(path, UriKind.Relative));

    public async Task<HttpStatusCode> StatusAsync(string path)
    {
        using var answer = await GetAsync(path);
        return answer.StatusCode;
    }

    public async Task<HttpResponseMessage> SignInAsync(string name, string password) => await SubmitAsync("/account/sign-in", "sign-in", ("Name", name), ("Password", password));

    /// <summary>Fills and posts the form with this name of the page at this path.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(string path, string form, params (string Name, string Value)[] values)
    {
        var opened = await OpenAsync(path, form);
        return await SendAsync(opened, values);
    }

    /// <summary>The form with this name as it is now, to be sent later.</summary>
    public async Task<OpenForm> OpenAsync(string path, string form)
    {
        using var page = await GetAsync(path);
        using var browsing = BrowsingContext.New();
        var document = await browsing.OpenAsync(async request => request.Content(await page.Content.ReadAsStringAsync()));
        var found = Assert.Single(document.Forms, element => element.QuerySelector("input[name=_handler]")?.GetAttribute("value") == form);
        return new OpenForm(path, form, found.QuerySelectorAll("input[type=hidden][name]").OfType<IHtmlInputElement>().ToDictionary(static input => input.Name!, static input => input.Value));
    }

    public async Task<HttpResponseMessage> SendAsync(OpenForm form, params (string Name, string Value)[] values)
    {
        var fields = new Dictionary<string, string>(form.Fields);
        foreach (var (name, value) in values)
        {
            fields[$"{(form.Name == "passkey" ? "Passkey" : "Input")}.{name}"] = value;
        }

        using var content = new FormUrlEncodedContent(fields);
        return await _http.PostAsync(new Uri(form.Path, UriKind.Relative), content);
    }

    /// <summary>A form with what it brought along.</summary>
    internal sealed record OpenForm(string Path, string Name, IReadOnlyDictionary<string, string> Fields);
}
