using CompareIntel.Core.Markdown;
using CompareIntel.Tests.Support;
using CompareIntel.Web.Components.Compare;

namespace CompareIntel.Tests.Web.Components.Compare;

public sealed class AnswerTextTests
{
    [Fact]
    public void Append_FormattingFails_ShowsAllOfItAsItWasWritten()
    {
        // A builder that has been completed takes no more: the nearest thing to a fault in it.
        var builder = new MarkdownBuilder();
        builder.Append("**one** ");
        builder.Complete();
        var text = new AnswerText(builder);

        text.Append("**two** ");
        text.Append("**three**");
        text.End();

        Assert.Equal("**one** **two** **three**", MarkdownDocuments.TextOf(text.ToDocument()));
        Assert.IsType<InvalidOperationException>(text.TakeFault());
        Assert.Null(text.TakeFault());
        Assert.Empty(text.TakeSettledCode());
        text.ShowRaw(false);
        Assert.Equal("**one** **two** **three**", MarkdownDocuments.TextOf(text.ToDocument()));
    }

    [Fact]
    public void ShowRaw_InTheMiddle_MissesNothing()
    {
        var text = new AnswerText();
        text.Append("**one** ");

        text.ShowRaw(true);
        text.Append("**two**");
        Assert.Equal("**one** **two**", MarkdownDocuments.TextOf(text.ToDocument()));
        Assert.Equal(0, text.OpenLength);
        text.ShowRaw(false);
        text.End();

        Assert.Equal("one two", MarkdownDocuments.TextOf(text.ToDocument()));
    }

    [Fact]
    public void Complete_LastPassFailed_ShowsAllOfItAsItWasWritten()
    {
        var text = new AnswerText();
        text.Append("**one** ");
        text.ToDocument();
        text.Append("**two**");
        text.End();
        var pass = text.TakeLastPass();
        Assert.NotNull(pass);
        Assert.Null(text.TakeLastPass());

        text.Complete(pass, new InvalidOperationException("no pass"));

        Assert.Equal("no pass", text.TakeFault()?.Message);
        Assert.Equal("**one** **two**", MarkdownDocuments.TextOf(text.ToDocument()));
    }
}
