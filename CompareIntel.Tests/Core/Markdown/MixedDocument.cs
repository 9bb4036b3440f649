using System.Text;

namespace CompareIntel.Tests.Core.Markdown;

/// <summary>Makes up answers of everything that models write.</summary>
internal static class MixedDocument
{
    private static readonly string[] s_words =
    [
        "one", "two", "latency", "tokens", "**bold**", "*soft*", "_set_", "`code`", "~~gone~~", "snake_case", "5 * 3", "a < b", "&amp;", "😀", "naïve", "“quoted”",
        "[link](https://example.com/a)", "<https://example.com>", "https://example.org/b", "$x^2$", @"\(a_1\)", "$5 and $6", "![alt](https://example.com/i.png)",
        "C#", "1.", "(see)", "**a *b* c**", "`` a`b ``", @"\*plain\*", "שלום", "👩‍🚀", "<b>raw</b>", "x | y", "don't", "e.g.", "$$y$$", "text[1]", "![", "]", "*",
    ];

    private static readonly string[] s_languages = ["csharp", "js", "python", "", "c++", "text"];

    public static string Create(Random random, int blocks, bool reachesBack = false)
    {
        var text = new StringBuilder();
        for (var index = 0; index < blocks; index++)
        {
            text.Append(Block(random)).Append('\n');
            if (reachesBack && random.Next(3) == 0)
            {
                text.Append(random.Next(2) == 0 ? "See [this][ref" + random.Next(3) + "] and [ref1].\n\n" : "Noted[^" + random.Next(3) + "] here.\n\n");
            }
        }

        if (reachesBack)
        {
            text.Append("[ref0]: https://example.com/0\n[ref1]: https://example.com/1 \"One\"\n\n[^0]: The first note.\n[^1]: The second\n    note.\n\n    More of it.\n");
        }

        return random.Next(4) == 0 ? text.Replace("\n", "\r\n").ToString() : text.ToString();
    }

    public static string Sentence(Random random, int words) => string.Join(' ', Enumerable.Range(0, words).Select(_ => s_words[random.Next(s_words.Length)]));

    private static string Block(Random random) => random.Next(11) switch
    {
        0 => new string('#', random.Next(1, 7)) + " " + Sentence(random, random.Next(1, 6)) + "\n",
        1 => List(random, 0),
        2 => Table(random),
        3 => Fence(random, ""),
        4 => "> " + Sentence(random, random.Next(1, 12)) + "\n> \n> - " + Sentence(random, 3) + "\n>\n> ```js\n> let a = 1;\n> ```\n",
        5 => "$$\nx = 1\n- y\n= z\n$$\n",
        6 => "\\[\n# a \\\\\n+ b\n\\]\n",
        7 => "---\n",
        8 => "    indented " + Sentence(random, 3) + "\n\n      more\n",
        9 => string.Join('\n', Enumerable.Range(0, random.Next(1, 5)).Select(_ => Sentence(random, random.Next(2, 14)) + (random.Next(4) == 0 ? "  " : ""))) + "\n",
        _ => Sentence(random, random.Next(1, 40)) + ".\n",
    };

    private static string List(Random random, int depth)
    {
        var text = new StringBuilder();
        var indent = new string(' ', depth * 3);
        var ordered = random.Next(2) == 0;
        var loose = random.Next(3) == 0;
        for (var item = 1; item <= random.Next(1, 5); item++)
        {
            text.Append(indent).Append(ordered ? item + ". " : "-  ").Append(random.Next(5) == 0 && !ordered ? "[x] " : "").Append(Sentence(random, random.Next(1, 8))).Append('\n');
            if (depth < 2 && random.Next(4) == 0)
            {
                text.Append(List(random, depth + 1));
            }

            if (random.Next(6) == 0)
            {
                text.Append('\n').Append(Fence(random, indent + "   "));
            }

            if (loose)
            {
                text.Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Table(Random random)
    {
        var columns = random.Next(1, 5);
        var text = new StringBuilder("|");
        text.Append(string.Concat(Enumerable.Range(0, columns).Select(_ => " " + Cell(random) + " |"))).Append("\n|");
        text.Append(string.Concat(Enumerable.Range(0, columns).Select(_ => random.Next(3) switch { 0 => ":--|", 1 => "--:|", _ => "---|" }))).Append('\n');
        for (var row = random.Next(0, 40); row > 0; row--)
        {
            text.Append('|').Append(string.Concat(Enumerable.Range(0, columns).Select(_ => " " + Cell(random) + " |"))).Append('\n');
        }

        return text.ToString();
    }

    private static string Cell(Random random) => random.Next(6) switch { 0 => "**b**", 1 => "`c`", 2 => "$x_1$", 3 => "12.5", 4 => "[l](https://example.com)", _ => "word" };

    private static string Fence(Random random, string indent)
    {
        var mark = random.Next(2) == 0 ? "```" : "~~~~";
        var text = new StringBuilder(indent).Append(mark).Append(s_languages[random.Next(s_languages.Length)]).Append('\n');
        for (var line = random.Next(0, 50); line > 0; line--)
        {
            text.Append(indent).Append(random.Next(5) switch { 0 => "", 1 => "\tif (a < b) { // # no heading", 2 => "- no list", 3 => "  | no | table |", _ => "var x = \"😀\";" }).Append('\n');
        }

        return text.Append(indent).Append(mark).Append('\n').ToString();
    }
}
