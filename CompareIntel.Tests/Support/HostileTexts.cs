namespace CompareIntel.Tests.Support;

/// <summary>What a model, or whoever wrote what it read, could write to do harm: to run as script, to lead astray, or to take up all time.</summary>
internal static class HostileTexts
{
    private static readonly string[] s_addresses =
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "java\u0001script:alert(1)", "&#106;avascript:alert(1)", "&#x6A;avascript:alert(1)",
        "javascript&colon;alert(1)", "javascript&#58;alert(1)", "javascript%3Aalert(1)", "\u0001javascript:alert(1)", "\u200Bjavascript:alert(1)",
        "data:text/html,<script>alert(1)</script>", "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==", "data:image/svg+xml,<svg onload=alert(1)>",
        "vbscript:msgbox(1)", "file:///etc/passwd", "blob:https://example.com/x", "about:blank", "ftp://example.com/a", "ws://example.com", "tel:123",
        "//example.com/a", "/relative", "relative", "#part", "?query", "\\\\server\\share", "http:/\\example.com", "https:", "http://", "view-source:https://example.com",
    ];

    private static readonly string[] s_markup =
    [
        "<script>alert(1)</script>", "<SCRIPT SRC=//example.com/x.js></SCRIPT>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>",
        "<svg><script>alert(1)</script></svg>", "<svg><animate onbegin=alert(1) attributeName=x></svg>", "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<math href=\"javascript:alert(1)\">CLICK</math>", "<iframe src=\"javascript:alert(1)\"></iframe>", "<iframe srcdoc=\"<script>alert(1)</script>\">",
        "<body onload=alert(1)>", "<a href=\"javascript:alert(1)\">x</a>", "<style>*{display:none}</style>", "<div style=\"position:fixed;inset:0\">over all</div>",
        "<link rel=stylesheet href=//example.com/x.css>", "<meta http-equiv=refresh content=\"0;url=//example.com\">", "<base href=//example.com>", "<form action=//example.com><button>",
        "<input autofocus onfocus=alert(1)>", "<details open ontoggle=alert(1)>", "<video><source onerror=alert(1)>", "<object data=\"javascript:alert(1)\">", "<embed src=//example.com/x.swf>",
        "<template><script>alert(1)</script></template>", "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", "<!-- --><script>alert(1)</script>", "<![CDATA[<script>alert(1)</script>]]>",
        "<?xml version=\"1.0\"?>", "</p></div></body></html><script>alert(1)</script>", "<b\0r onclick=alert(1)>", "`<script>`</code><script>alert(1)</script>", "<x onclick=alert(1)>\n\n</x>",
    ];

    private static readonly string[] s_structures =
    [
        "```\nno end", "~~~~ js\nno end\n~~~", "```js {onclick=alert(1)}\nx\n```", "```\"><script>alert(1)</script>\nx\n```", "```constructor\nx\n```", "```__proto__\nx\n```", "- ```\n  no end",
        "> ```\n> no end", "``` ` ```", "````\n```\n````", "| a |\n|---|\n|", "| a |\n|---|\n| <script> |\n| `|` |\n|", "|\n|", "||\n|-|-|\n||", "a|b\n-|-\n1|2\nno row\n", "[a]: javascript:alert(1)\n[a]",
        "[^1]\n\n[^1]: <script>alert(1)</script>", "[^1]: [^1]", "[^a]\n[^a]: [^b]\n[^b]: [^a]\n", "[a][a][a]", "[a]: <b> 'c\nd'\n[a]", "[![x](javascript:alert(1))](data:text/html,x)",
        "$\\href{javascript:alert(1)}{x}$", "$$\\htmlData{x=y}{z}\\includegraphics{//example.com}$$", "\\[\n\\def\\x{\\x\\x}\\x\n\\]", "\\(no end", "$$\nno end", "\\[\n", "$`$`$", "\\",
        "&#0;", "&#xD800;", "&#x110000;", "&nbsp;&lt;script&gt;", "a\0b\0\0", "\uD800", "a\uDC00b", "\uD83D", "`\uD83D` \uDE00", "\uFEFF# no heading", "\u202Eevil\u202C txt.exe", "a\u200Bb\u2066c",
        "# \u202E", "[\u202Etxt.exe](https://example.com/\u202E)", "e" + new string('\u0301', 500), "\r", "\r\r\n\n\r", "\t\t\t-\t\t", "-\n-\n-\n", "1.\n2)\n3.", "999999999. x\n1000000000. y", "\u000B\u000C\u0085\u2028\u2029",
        "https://example.com:99999/", "https://exa mple.com", "http://[::1", "https://user:pass@example.com", "www.example.com\"onclick=alert(1)", "mailto:a@b.c?subject=<script>", "<a@b.c>", "\uE000", "\uE000\n===",
    ];

    /// <summary>Long ones, that a careless parser takes minutes for, or ends the process on.</summary>
    public static IReadOnlyList<string> Long { get; } =
    [
        Repeat("> ", 10_000) + "deep", Repeat(">", 10_000) + "deep", Repeat("[", 10_000), Repeat("![", 10_000), Repeat("*", 10_000), Repeat("_", 10_000), Repeat("~", 10_000), Repeat("`", 10_000),
        Repeat("*a ", 10_000), Repeat("*a **b ", 5_000), Repeat("a* ", 10_000), Repeat("_a*", 10_000), Repeat("[a](", 10_000), Repeat("[a](<b", 10_000), Repeat("[a][", 10_000), Repeat("![a](", 5_000), Repeat("`a``", 10_000),
        Repeat("<", 10_000), Repeat("<a@", 10_000), Repeat("<http:", 10_000), Repeat("$", 10_000), Repeat("$5 ", 10_000), Repeat("$a", 10_000), Repeat("\\(", 10_000), Repeat("\\[", 10_000), Repeat("\\[\n", 10_000), Repeat("$$\n", 10_001),
        Repeat("$$x\n", 10_000), Repeat("&amp", 10_000), Repeat("&#", 10_000), Repeat("|", 5_000), Repeat("a|", 2_000) + "\n" + Repeat("-|", 2_000), Repeat("|", 200) + "\n" + Repeat("|-", 200) + "|\n" + Repeat("|\n", 500),
        string.Concat(Enumerable.Range(0, 300).Select(depth => new string(' ', 2 * depth) + "- a\n")), Repeat("- ", 10_000) + "deep", Repeat("1. ", 5_000), Repeat("- a\n", 10_000), Repeat("# a\n", 10_000), Repeat("```\n", 10_001),
        Repeat("a\n", 20_000), Repeat("\n", 50_000), Repeat(" ", 100_000) + "x", Repeat("\t", 20_000), Repeat("[a]: b\n", 5_000), Repeat("[^1]", 5_000) + "\n\n[^1]: note\n", Repeat("https://", 5_000), Repeat("www.", 5_000), Repeat("a@b.", 5_000),
        Repeat("**a", 5_000) + Repeat("**", 5_000), Repeat("*", 5_000) + "a" + Repeat("*", 5_000), Repeat("[", 3_000) + "a" + Repeat("](b)", 3_000), Repeat("> - ", 2_000), Repeat("😀", 20_000), "```\n" + Repeat("x", 300_000), Repeat("===\n", 5_000), Repeat("a\n===\n", 5_000),
        Repeat("[a", 5_000) + Repeat("]", 5_000), "| " + Repeat("x", 100_000) + " |\n|---|\n", "- " + Repeat("word ", 20_000), "> " + Repeat("word ", 20_000), Repeat("\0", 50_000), Repeat("\uD800", 10_000), Repeat("\r", 20_000),
        // Many lines that look as if each were a block of its own, and code that is none.
        Repeat("1" + Repeat("[", 100) + "\n", 300), Repeat("-" + Repeat("[", 100) + "\n", 300), Repeat("#" + Repeat("[", 100) + "\n", 300), Repeat("|" + Repeat("[", 100) + "\n", 300), Repeat("- " + Repeat("[", 500) + "\n\n", 300),
        "$$\n```\n$$\n" + Repeat("[", 1_000_000), Repeat("a~~ ", 10_000), Repeat("~~a ", 10_000), Repeat("[a]: b\n", 100_000), Repeat("> [a]: b\n", 50_000), Repeat("*a_ ", 10_000) + "\n===\n",
    ];

    /// <summary>A single line without a space, and one with, of a million characters.</summary>
    public static IReadOnlyList<string> Longest { get; } = [Repeat("x", 1_000_000), Repeat("word ", 200_000), Repeat("*a_b`", 200_000), Repeat("[", 1_000_000), Repeat("para *graph*\n\n", 70_000)];

    /// <summary>Many, each short.</summary>
    public static IReadOnlyList<string> Short { get; } =
    [
        .. s_addresses.SelectMany(static address => new[]
        {
            $"[x]({address})", $"[x](<{address}>)", $"[x]: {address}\n\n[x]", $"![x]({address} \"t\")", $"<{address}>", $"[![x]({address})]({address})", address,
        }),
        .. s_markup,
        .. s_markup.Select(static markup => $"- **{markup}**\n\n| {markup} |\n|---|\n| {markup} |\n"),
        .. s_structures,
    ];

    public static IReadOnlyList<string> All { get; } = [.. Short, .. Long, .. Longest];

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
