using System.Net;
using CompareIntel.Tests.Support;

namespace CompareIntel.Tests.Web.Hosting;

public sealed class UnknownAddressTests
{
    [Theory]
    [InlineData("/zzz", "text/html")]
    [InlineData("/zzz/deeper", "text/html")]
    [InlineData("/api/zzz", "application/problem+json")]
    [InlineData("/api/v1/compare/zzz/deeper", "application/problem+json")]
    [InlineData("/_framework/zzz.js", null)]
    public async Task Send_AddressThatDoesNotExist_IsNotFoundInTheCallersForm(string path, string? mediaType)
    {
        await using var app = await CompareIntelApplication.StartAsync();

        using var response = await app.Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal(mediaType, response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("/zzz", null)]
    [InlineData("/api/v1/zzz", "application/problem+json")]
    public async Task Post_AddressThatDoesNotExist_IsNoPage(string path, string? mediaType)
    {
        await using var app = await CompareIntelApplication.StartAsync();

        using var response = await app.Client.PostAsync(new Uri(path, UriKind.Relative), null, TestContext.Current.CancellationToken);

        Assert.False(response.IsSuccessStatusCode);
        Assert.Equal(mediaType, response.Content.Headers.ContentType?.MediaType);
    }
}
