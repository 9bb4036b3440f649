using CompareIntel.Benchmarks.Upstream;

namespace CompareIntel.Benchmarks.Pages;

/// <summary>Says what a page shows wrongly, if it does.</summary>
internal static class PageText
{
    private const int Quoted = 60;
    private const int LongRun = 30;

    /// <summary>
    /// Null when the answer holds every run of text in order, and none of the longer ones more often than it was written; white space and what stands between the runs, such as marks that were not
    /// turned into formatting, do not matter.
    /// </summary>
    public static string? FaultOf(MarkdownText expected, string shown)
    {
        var text = WithoutSpace(shown);
        var at = 0;
        foreach (var run in expected.Runs)
        {
            var wanted = WithoutSpace(run);
            var found = text.IndexOf(wanted, at, StringComparison.Ordinal);
            if (found < 0)
            {
                return $"'{Cut(run)}' is missing behind character {at} of {text.Length}";
            }

            at = found + wanted.Length;
        }

        var source = WithoutSpace(expected.Markdown);
        var repeated = expected.Runs.FirstOrDefault(run =>
            run.Length >= LongRun && CountOf(WithoutSpace(run), text) != CountOf(WithoutSpace(run), source));
        return repeated is null ? null : $"'{Cut(repeated)}' is there more than once";
    }

    /// <summary>Null when the code is shown exactly; a line break at its end does not matter.</summary>
    public static string? FaultOfCode(string expected, string[] shown) => shown switch
    {
        [] => $"there is no {PageMarkup.Code}",
        [var code] => code.TrimEnd('\n') == expected.TrimEnd('\n') ? null : $"the code differs from character {FirstDifference(code, expected)} on",
        _ => $"there are {shown.Length} of {PageMarkup.Code}",
    };

    private static int CountOf(string run, string text) => text.AsSpan().Count(run);

    private static int FirstDifference(string left, string right) => left.AsSpan().CommonPrefixLength(right);

    private static string Cut(string text) => text.Length > Quoted ? $"{text[..Quoted]}..." : text;

    private static string WithoutSpace(string text) => string.Concat(text.Where(static letter => !char.IsWhiteSpace(letter)));
}
