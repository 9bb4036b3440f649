using System.Net;
using System.Text;
using CompareIntel.Tests.Support;

namespace CompareIntel.Tests.Web.Api;

public sealed class ImportLimitTests
{
    [Fact]
    public async Task Import_ModelIdLongerThanAnIndexTakes_IsRefusedInWords()
    {
        await using var application = await CompareIntelApplication.StartAsync();
        application.Chat.AnswerOf("a").Text("x").Finish();
        var id = await application.Client.CompareToEndAsync("a");
        var json = await application.Client.GetStringAsync($"/api/v1/comparisons/{id}/export?format=json&events=true");
        Assert.Contains("\"model\":\"a\"", json, StringComparison.Ordinal);

        using var response = await application.Client.PostAsync("/api/v1/comparisons/import", Json(json.Replace("\"model\":\"a\"", $"\"model\":\"{new string('m', 3_000)}\"", StringComparison.Ordinal)));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("1 to 300 characters", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ImportOfLineUps_LargerThanItsLimit_Is413WithThatLimit()
    {
        await using var application = await CompareIntelApplication.StartAsync();

        using var response = await application.Client.PostAsync("/api/v1/line-ups/import", Json($$"""{"format":"{{new string('x', 1_100_000)}}"}"""));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Contains("larger than 1 MB", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");
}
