using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Export;
using CompareIntel.Tests.Support;

namespace CompareIntel.Tests.Core.Export;

public sealed class MarkdownExportTests
{
    [Fact]
    public void Write_Comparison_HoldsPromptSealsAndAnswersVerbatim()
    {
        const string Answer = "# Title\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n    code\n";
        var comparison = RecordedComparison.WithAnswers("Why is\nthe sky blue?", ("sim:one", "Let me think.", Answer), ("sim:two", "", "Because."));

        var text = MarkdownExport.Write(comparison);

        Assert.StartsWith("# Why is the sky blue?\n\n2026-11-23 09:00:00 UTC · 2 models · completed · 3.000 s in all\n", text, StringComparison.Ordinal);
        Assert.Contains("## Prompt\n\nWhy is\nthe sky blue?\n", text, StringComparison.Ordinal);
        Assert.Contains("## sim:one\n", text, StringComparison.Ordinal);
        Assert.Contains(Answer, text, StringComparison.Ordinal);
        Assert.Contains("<summary>Reasoning</summary>\n\nLet me think.\n\n</details>", text, StringComparison.Ordinal);
        Assert.Contains("| Requested model | sim:two |", text, StringComparison.Ordinal);
        Assert.Contains("| Time to first token | 0.390 s |", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_NothingReported_SaysUnknownAndNotZero()
    {
        var text = MarkdownExport.Write(RecordedComparison.WithAnswers("Why?", ("sim:one", "", "Because.")));

        foreach (var name in (string[])["Reported model", "Input tokens", "Output tokens", "Cost", "Response id"])
        {
            Assert.Contains($"| {name} | unknown |", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Write_FailedLane_SaysWhy()
    {
        var failure = new LaneFailure(FailureKind.RateLimited, "Too many requests. Try again in a minute.");
        var comparison = RecordedComparison.Of(
            "Why?",
            ["sim:one"],
            (0, new LaneCreated(0, "sim:one")),
            (1, new LaneEnded(0, LaneState.Failed, failure, new LaneMetrics())),
            (1, new ComparisonEnded(ComparisonState.Completed, RecordedComparison.SummaryOf(1, 1))));

        Assert.Contains("> Failed: Too many requests. Try again in a minute.\n", MarkdownExport.Write(comparison), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Retries_EveryRunHasItsOwnSection()
    {
        var comparison = RecordedComparison.WithAnswers("Why?", ("sim:one", "", "First."));
        var again = RecordedComparison.WithAnswers("Why?", ("sim:two", "", "Second."));
        LiveComparison.RestoreRetry(comparison, [0], "again", again.Request, again.Mode, again.CreatedAt, again.Log);

        var text = MarkdownExport.Write(comparison);

        Assert.Contains("## sim:one, run 1 of 2\n", text, StringComparison.Ordinal);
        Assert.Contains("## sim:two, run 2 of 2\n", text, StringComparison.Ordinal);
        Assert.Contains("Second.", text, StringComparison.Ordinal);
    }
}
