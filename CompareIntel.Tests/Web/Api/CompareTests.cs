using System.Net;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Providers;
using CompareIntel.Tests.Support;

namespace CompareIntel.Tests.Web.Api;

public sealed class CompareTests
{
    [Theory]
    [InlineData("/compare")]
    [InlineData("/api/compare")]
    [InlineData("/api/v1/compare")]
    public async Task Compare_WaitsForAllAnswers(string path)
    {
        await using var app = await CompareIntelApplication.StartAsync();
        app.Chat.AnswerOf("a").Text("one", " two").Finish();
        app.Chat.AnswerOf("b").Text("three").Finish();

        var response = await app.Client.PostAsync(path, new { input_data = "x", models = new[] { "a", "b", "nobody" } });
        var document = await response.JsonAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("one two", document.GetProperty("results").GetProperty("a").GetString());
        Assert.Equal("three", document.GetProperty("results").GetProperty("b").GetString());
        Assert.StartsWith("Error: ", document.GetProperty("results").GetProperty("nobody").GetString(), StringComparison.Ordinal);
        Assert.Equal(3, document.GetProperty("metadata").GetProperty("models_requested").GetInt32());
        Assert.Equal(2, document.GetProperty("metadata").GetProperty("models_successful").GetInt32());
    }

    [Fact]
    public async Task Compare_SameModelTwice_HasBothAnswers()
    {
        await using var app = await CompareIntelApplication.StartAsync();
        app.Chat.AnswerOf("a").Text("same").Finish();
        app.Chat.AnswerOf("a", request: 1).Text("same").Finish();

        var document = await (await app.Client.PostAsync("/compare", new { input_data = "x", models = new[] { "a", "a" } })).JsonAsync();

        Assert.Equal(["a", "a#2"], document.GetProperty("results").EnumerateObject().Select(static result => result.Name));
    }

    [Fact]
    public async Task Compare_FailureBehindText_KeepsTheText()
    {
        await using var app = await CompareIntelApplication.StartAsync();
        app.Chat.AnswerOf("a").Text("half").Fail(new ProviderException(FailureKind.ConnectionLost, "reset"));

        var document = await (await app.Client.PostAsync("/compare", new { input_data = "x", models = new[] { "a" } })).JsonAsync();

        var text = document.GetProperty("results").GetProperty("a").GetString()!;
        Assert.StartsWith("Error: ", text, StringComparison.Ordinal);
        Assert.EndsWith("\n\nhalf", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_ClientLeaves_TheComparisonGoesOn()
    {
        await using var app = await CompareIntelApplication.StartAsync();
        using (var leaving = new CancellationTokenSource())
        {
            var post = app.Client.PostAsync(new Uri("/compare", UriKind.Relative), new StringContent("""{"input_data":"x","models":["a"]}""", null, "application/json"), leaving.Token);
            await app.Chat.AnswerOf("a").Request;
            await leaving.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => post);
        }

        Assert.Equal(1, app.Comparisons.RunningCount);
        app.Chat.AnswerOf("a").Text("still").Finish();
        await AsyncAssert.EventuallyAsync(() => app.Comparisons.RunningCount == 0);
        Assert.Equal(0, app.Chat.OpenStreams);
    }
}
