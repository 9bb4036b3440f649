using System.Text;
using Bunit;
using CompareIntel.Web.Components.Compare;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.JSInterop;

namespace CompareIntel.Tests.Web.Components.Compare;

public sealed class PromptComposerTests : BunitContext
{
    private readonly LineUp _lineUp = new(12);
    private readonly List<string> _sent = [];
    private string? _refusal;

    public PromptComposerTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddSingleton(TimeProvider.System);
        _lineUp.Replace(["a:1", "a:2"]);
    }

    [Fact]
    public async Task SubmitAsync_GoodPrompt_IsSentOnceAndAccepted()
    {
        var composer = Show();

        Assert.True(await composer.InvokeAsync(() => composer.Instance.SubmitAsync("Hello\nthere")));

        Assert.Equal(["Hello\nthere"], _sent);
        Assert.Empty(Refusal(composer));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n ")]
    public async Task SubmitAsync_Blank_IsRefusedInWords(string text)
    {
        var composer = Show();

        Assert.False(await composer.InvokeAsync(() => composer.Instance.SubmitAsync(text)));

        Assert.Empty(_sent);
        Assert.Equal("Write a prompt first.", Refusal(composer));
    }

    [Fact]
    public async Task SubmitAsync_TooLong_NamesTheLimit()
    {
        var composer = Show();

        Assert.False(await composer.InvokeAsync(() => composer.Instance.SubmitAsync(new string('x', 15_001))));

        Assert.Equal("The prompt has 15,001 characters; 15,000 is the limit. Shorten it.", Refusal(composer));
    }

    [Fact]
    public async Task SubmitAsync_CharactersOfTwoUnits_CountOnce()
    {
        var composer = Show();

        Assert.True(await composer.InvokeAsync(() => composer.Instance.SubmitAsync(string.Concat(Enumerable.Repeat("🌍", 15_000)))));
    }

    [Fact]
    public async Task SubmitAsync_NothingChosen_IsRefused()
    {
        _lineUp.Replace([]);
        var composer = Show();

        Assert.False(await composer.InvokeAsync(() => composer.Instance.SubmitAsync("Hello")));

        Assert.Equal("Choose at least one model first.", Refusal(composer));
    }

    [Fact]
    public async Task SubmitAsync_ServerIsFull_ShowsItsWords()
    {
        _refusal = "1000 comparisons are running, which is the limit.";
        var composer = Show();

        Assert.False(await composer.InvokeAsync(() => composer.Instance.SubmitAsync("Hello")));
        Assert.Equal(_refusal, Refusal(composer));

        await composer.InvokeAsync(composer.Instance.ForgetRefusal);
        Assert.Empty(Refusal(composer));
    }

    [Fact]
    public async Task SubmitLongAsync_TextInPieces_IsSentWhole()
    {
        var composer = Show();
        var text = string.Concat(Enumerable.Repeat("Grüße 🌍 ", 1_600));

        Assert.True(await composer.InvokeAsync(() => composer.Instance.SubmitLongAsync(new PromptStream(Encoding.UTF8.GetBytes(text)))));

        Assert.Equal([text], _sent);
        Assert.Empty(composer.FindAll(".upload"));
    }

    [Fact]
    public async Task SubmitLongAsync_MoreBytesThanTheLimitCanHave_IsRefusedUnread()
    {
        var composer = Show();

        Assert.False(await composer.InvokeAsync(() => composer.Instance.SubmitLongAsync(new PromptStream(new byte[60_001], canBeRead: false))));

        Assert.Equal("The prompt is longer than 15,000 characters, which is the limit. Shorten it.", Refusal(composer));
    }

    [Fact]
    public async Task SubmitLongAsync_EndsTooEarly_IsRefusedInWords()
    {
        var composer = Show();

        Assert.False(await composer.InvokeAsync(() => composer.Instance.SubmitLongAsync(new PromptStream(new byte[500], length: 1_000))));

        Assert.Empty(_sent);
        Assert.Equal("Not sent: the prompt did not arrive whole. Send it again.", Refusal(composer));
    }

    [Fact]
    public void Remove_Clicked_TakesTheModelOut()
    {
        var composer = Show();

        composer.Find("button[aria-label='Remove Name of 1']").Click();

        Assert.Equal(["a:2"], _lineUp.Models);
    }

    [Fact]
    public void Remove_ClickedTwiceBeforeTheChipHasGone_TakesOneModelOut()
    {
        var composer = Show();
        var button = composer.Find("button[aria-label='Remove Name of 1']");

        // The labels are the parent's; nobody renews them here, as in the time between two fast clicks.
        button.Click();
        button.Click();
        composer.Find("button[aria-label='Remove Name of 2']").Click();

        Assert.Empty(_lineUp.Models);
    }

    private static string Refusal(IRenderedComponent<PromptComposer> composer) => composer.Find(".refusal").TextContent;

    private IRenderedComponent<PromptComposer> Show() =>
        Render<PromptComposer>(parameters => parameters
            .Add(composer => composer.LineUp, _lineUp)
            .Add(composer => composer.Labels, LaneLabel.For(_lineUp, Catalogs.Of(Catalogs.Provider("a", "1", "2"))))
            .Add(composer => composer.MaxCharacters, 15_000)
            .Add(composer => composer.Send, prompt =>
            {
                _sent.Add(prompt);
                return Task.FromResult(_refusal);
            }));
    private sealed class PromptStream(byte[] bytes, long? length = null, bool canBeRead = true) : IJSStreamReference
    {
        public long Length => length ?? bytes.Length;

        public ValueTask<Stream> OpenReadStreamAsync(long maxAllowedSize = 512000, CancellationToken cancellationToken = default)
        {
            Assert.True(canBeRead);
            return ValueTask.FromResult<Stream>(new MemoryStream(bytes));
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
