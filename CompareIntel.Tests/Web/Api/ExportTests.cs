using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Export;
using CompareIntel.Tests.Support;
using UglyToad.PdfPig;

namespace CompareIntel.Tests.Web.Api;

public sealed class ExportTests : IAsyncLifetime
{
    private CompareIntelApplication _app = null!;

    public async ValueTask InitializeAsync() => _app = await CompareIntelApplication.StartAsync();

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    [Theory]
    [InlineData("markdown", "text/markdown", "md")]
    [InlineData("json", "application/json", "json")]
    [InlineData("html", "text/html", "html")]
    [InlineData("pdf", "application/pdf", "pdf")]
    public async Task Export_EachFormat_IsAFileWithTheAnswer(string format, string type, string extension)
    {
        var comparison = await RunAsync("The sky scatters blue light.");

        using var response = await GetAsync($"/api/v1/comparisons/{comparison.Id}/export?format={format}");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", response.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal($"{ExportFileName.Of(comparison)}.{extension}", response.Content.Headers.ContentDisposition.FileName);
        var bytes = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.Contains("The sky scatters blue light.", format == "pdf" ? TextOf(bytes) : Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_ExportedJson_IsTheSameComparisonUnderAnIdOfItsOwn()
    {
        var comparison = await RunAsync("An answer.");
        var exported = await _app.Client.GetStringAsync($"/api/v1/comparisons/{comparison.Id}/export?format=json&events=true", TestContext.Current.CancellationToken);

        using var response = await ImportAsync(exported);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var id = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement.GetProperty("id").GetString()!;
        Assert.NotEqual(comparison.Id, id);
        Assert.Equal($"/api/v1/comparisons/{id}", response.Headers.Location!.ToString());
        var again = await _app.Client.GetStringAsync($"/api/v1/comparisons/{id}/export?format=json&events=true", TestContext.Current.CancellationToken);
        Assert.Equal(exported.Replace(comparison.Id, id, StringComparison.Ordinal), again);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?format=docx")]
    public async Task Export_UnknownFormat_IsRefusedWithThoseThatThereAre(string query)
    {
        var comparison = await RunAsync("An answer.");

        using var response = await GetAsync($"/api/v1/comparisons/{comparison.Id}/export{query}");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("\"markdown\\\", \\\"json\\\", \\\"html\\\" or \\\"pdf\\\"", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_UnknownComparison_Is404()
    {
        using var response = await GetAsync("/api/v1/comparisons/nosuch/export?format=json");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Import_NoExport_Is400WithWhatToDo()
    {
        using var response = await ImportAsync("{\"x\":1}");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("exported as JSON with all events", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static string TextOf(byte[] pdf)
    {
        using var document = PdfDocument.Open(pdf);
        return string.Join(' ', document.GetPages().SelectMany(static page => page.GetWords()).Select(static word => word.Text));
    }

    private async Task<LiveComparison> RunAsync(string answer)
    {
        var comparison = _app.Comparisons.Start(ComparisonRequest.Create("Why is the sky blue?", "a"));
        _app.Chat.AnswerOf("a", 0).Text(answer).Finish();
        await comparison.Completion.WithinTimeout();
        return comparison;
    }

    private Task<HttpResponseMessage> GetAsync(string path) => _app.Client.GetAsync(path, TestContext.Current.CancellationToken);

    private async Task<HttpResponseMessage> ImportAsync(string text)
    {
        using var content = new StringContent(text, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        return await _app.Client.PostAsync("/api/v1/comparisons/import", content, TestContext.Current.CancellationToken);
    }
}
