using System.Globalization;
using System.Text.RegularExpressions;
using CompareIntel.Core.Markdown;
using CompareIntel.Tests.Support;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace CompareIntel.Tests.Core.Markdown;

public sealed partial class CodeHighlighterTests
{
    private readonly FakeLogger<CodeHighlighter> _log = new();

    [Theory]
    [InlineData("c#", "public int X = 1; // one", "Keyword:public int|Number:1|Comment:// one")]
    [InlineData("py", "def f(x):\n    return None", "Keyword:def|Function:f|Keyword:return|Constant:None")]
    [InlineData("js", "const a = `x ${b} y`;", "Keyword:const|Quoted:`x|Quoted:y`")]
    [InlineData("tsx", "<a href=\"x\">{b}</a>", "Tag:a|Attribute:href|Quoted:\"x\"|Tag:a")]
    [InlineData("sh", "echo \"$HOME\" # c", "Function:echo|Quoted:\"|Variable:$HOME|Quoted:\"|Comment:# c")]
    [InlineData("yml", "key: \"a\"", "Attribute:key|Quoted:\"a\"")]
    [InlineData("json", "{\"a\": [1, true]}", "Attribute:\"a\"|Number:1|Constant:true")]
    [InlineData("diff", "-old\n+new", "Deleted:-old|Inserted:+new")]
    [InlineData("css", "p { margin: 1.5em; }", "Tag:p|Attribute:margin|Number:1.5em")]
    [InlineData("golang", "var p Point = nil", "Keyword:var|Constant:nil")]
    [InlineData("C++", "class Foo {};", "Keyword:class|Type:Foo")]
    [InlineData("Dockerfile", "FROM x AS y", "Keyword:FROM|Keyword:AS")]
    public void Highlight_KnownLanguage_FindsTheWords(string language, string code, string words)
    {
        var found = Words(code, Highlight(language, code)!).Select(static word => $"{word.Kind}:{word.Text}");

        Assert.Equal(words.Split('|'), found);
    }

    [Theory]
    [InlineData(
        "c# cs csharp js ts tsx jsx javascript typescript py python sh bash shell zsh yml yaml rb ruby rs rust golang go c c++ cpp java ps1 powershell dockerfile " +
        "html xml json jsonc sql diff md markdown tex latex css scss less php swift lua r perl toml ini makefile vb fsharp dart razor groovy objc julia bat")]
    public void Highlight_NamesThatModelsUse_AreKnown(string names)
    {
        Assert.All(names.Split(' '), name => Assert.NotNull(Highlight(name, "x")));
        Assert.Empty(_log.Collector.GetSnapshot());
    }

    [Fact]
    public void Highlight_UnknownLanguage_IsNull() => Assert.Null(Highlight("brainfuck", "+++"));

    [Fact]
    public void Highlight_NothingToColour_IsEmpty() => Assert.Equal("", Highlight("cs", ""));

    [Fact]
    public void Highlight_TooLong_IsNull()
    {
        Assert.NotNull(Highlight("json", new string(' ', CodeHighlighter.LongestLine)));
        Assert.Null(Highlight("json", new string(' ', CodeHighlighter.LongestLine + 1)));
        Assert.Null(Highlight("json", new string('\n', CodeHighlighter.LongestCode + 1)));
    }

    [Fact]
    public void Highlight_TooSlow_IsNull()
    {
        var clock = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromMilliseconds(100) };

        Assert.NotNull(Highlighter(clock, lineSeconds: 60, seconds: 60).Highlight("json", "1\n2", CancellationToken.None));
        Assert.Null(Highlighter(clock, lineSeconds: 60, seconds: 0.5).Highlight("json", "1\n2", CancellationToken.None));
        Assert.Null(Highlighter(clock, lineSeconds: 0.1, seconds: 60).Highlight("json", "1\n2", CancellationToken.None));
    }

    [Fact]
    public void Highlight_Fails_IsLoggedOnceForALanguage()
    {
        var highlighter = Highlighter(new BrokenClock());

        Assert.All(["json", "json", "cs", "json", "cs"], language => Assert.Null(highlighter.Highlight(language, "1", CancellationToken.None)));
        Assert.Equal(2, _log.Collector.Count);
    }

    [Fact]
    public void Highlight_Canceled_Throws() =>
        Assert.Throws<OperationCanceledException>(() => Highlighter(TimeProvider.System).Highlight("json", "1", new CancellationToken(canceled: true)));

    [Fact]
    public void Highlight_CommentOverManyLines_IsOneToken()
    {
        const string Code = "/* one\n\n   two 😀\n*/ int x;\r\n// a\n    // b\n";

        var words = Words(Code, Highlight("cs", Code)!);

        Assert.Equal(["/* one\n\n   two 😀\n*/", "int", "// a\n    // b"], words.Select(static word => word.Text));
    }

    [Fact]
    public void Highlight_ThisProjectsCode_TakesFarLessThanTheCode()
    {
        var code = ScriptedCode();

        var tokens = Highlight("cs", code)!;

        Assert.InRange((double)tokens.Length / code.Length, 0.02, 0.35);
        Assert.All(Words(code, tokens), static word => Assert.Equal(word.Text.Trim(), word.Text));
    }

    [Fact]
    public async Task Highlight_FromManyThreads_IsTheSame()
    {
        var code = ScriptedCode();
        var expected = Highlight("cs", code);

        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(index => Task.Run(() => index % 2 == 0 ? Highlight("cs", code) : Highlight("html", "<b>x</b>")))).WithinTimeout();

        Assert.All(all.Where(static (_, index) => index % 2 == 0), tokens => Assert.Equal(expected, tokens));
    }

    [GeneratedRegex("([A-Z])([0-9a-z]+)(?:\\.([0-9a-z]+))?")]
    private static partial Regex Token();

    private static string ScriptedCode() => string.Join(
        '\n',
        Enumerable.Range(0, 40).Select(static index => $$"""
            /// <summary>Adds {{index}} to a value.</summary>
            public static async Task<int> Add{{index}}Async(int value, CancellationToken cancellationToken)
            {
                if (value is < 0 or > 1_000)
                {
                    throw new ArgumentOutOfRangeException(nameof(value), $"{value} is too much.");
                }

                return value + {{index}}; // that is all
            }
            """));

    /// <summary>Reads tokens as the page does.</summary>
    private static List<(CodeTokenKind Kind, string Text)> Words(string code, string tokens)
    {
        var words = new List<(CodeTokenKind, string)>();
        var at = 0;
        var read = 0;
        foreach (Match token in Token().Matches(tokens))
        {
            Assert.Equal(read, token.Index);
            read += token.Length;
            var first = token.Groups[2].Value;
            var hasDot = token.Groups[3].Success;
            var start = at + Number(hasDot ? first : first.Length == 1 ? "1" : first[..1]);
            at = start + Number(hasDot ? token.Groups[3].Value : first[^1..]);
            words.Add(((CodeTokenKind)CodeTokenWriter.Letters.IndexOf(token.Groups[1].Value, StringComparison.Ordinal), code[start..at]));
        }

        Assert.Equal(tokens.Length, read);
        return words;
    }

    private static int Number(string digits) =>
        digits.Aggregate(0, static (value, digit) => value * 36 + (char.IsDigit(digit) ? digit - '0' : char.ToLower(digit, CultureInfo.InvariantCulture) - 'a' + 10));

    private string? Highlight(string language, string code) => Highlighter(TimeProvider.System).Highlight(language, code, CancellationToken.None);

    private CodeHighlighter Highlighter(TimeProvider clock, double lineSeconds = 60, double seconds = 60) =>
        new(clock, _log) { LineLimit = TimeSpan.FromSeconds(lineSeconds), Limit = TimeSpan.FromSeconds(seconds) };

    private sealed class BrokenClock : TimeProvider
    {
        public override long GetTimestamp() => throw new InvalidOperationException();
    }
}
