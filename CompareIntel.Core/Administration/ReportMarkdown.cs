using System.Globalization;
using System.Text;
using CompareIntel.Core.Verification;

namespace CompareIntel.Core.Administration;

/// <summary>A kept report as a Markdown document, to be sent or filed.</summary>
public static class ReportMarkdown
{
    private const string NotSaid = "not said";

    public static string Of(KeptReport kept, ReportTrend trend)
    {
        var report = kept.Report;
        var text = new StringBuilder();
        Line($"# Release checks {kept.Number}: {(report.IsPassed ? "PASSED" : "NOT PASSED")}");
        Line($"");
        Line($"- Server: {MarkdownCell.Of(report.Server.AbsoluteUri)}, version {MarkdownCell.Of(report.ServerVersion ?? "unknown")}");
        Line($"- Made: {report.StartedAt:yyyy-MM-dd HH:mm:ss} UTC, {(report.EndedAt - report.StartedAt).TotalSeconds:0} s, by {MarkdownCell.Of(kept.StartedBy)}");
        Line($"- Models: {MarkdownCell.Of(string.Join(", ", report.Models))} ({report.ModelKind})");
        Line($"- Deployed by: {Said(kept.SignOff.DeployedBy)}, {Said(kept.SignOff.DeployedAt)}");
        Line($"- Signed off: {(kept.SignOff is { SignedOffBy: { } by, SignedOffAt: { } at } ? $"{MarkdownCell.Of(by)}, {at:yyyy-MM-dd HH:mm} UTC" : "no")}");
        if (kept.SignOff.Notes.Length > 0)
        {
            Line($"- Notes: {MarkdownCell.Of(kept.SignOff.Notes)}");
        }

        Line($"");
        Line($"| | check | outcome | evidence |");
        Line($"|---|---|---|---|");
        foreach (var check in report.Checks)
        {
            Line($"| {check.Level} | {check.Name} | {check.Outcome} | {MarkdownCell.Of(check.Detail)} |");
        }

        Line($"");
        Line($"| run | models | verdict | total s | slowest s | speed-up | start spread ms | models among first {StreamAnalysis.FirstChunks} chunks | neighbours from different models |");
        Line($"|---|--:|---|--:|--:|--:|--:|--:|--:|");
        foreach (var run in report.Runs)
        {
            Line($"| {run.Check} | {run.Models} | {run.Verdict.ToString().ToUpperInvariant()} | {run.TotalMs / 1000:0.00} | {run.SlowestLaneMs / 1000:0.00} | {run.Speedup:0.00} | {run.StartSpreadMs:0.0} | {run.DistinctAmongFirst} | {100 * run.SwitchShare:0} % |");
        }

        Line($"");
        Line($"{Describe(trend)}");
        foreach (var figure in trend.Figures.Where(static figure => figure.IsSlower))
        {
            Line($"- {figure.Check}, {figure.Figure}: {figure.Now:0.0} ms, {figure.Last:0.0} ms in the report before, slower above {figure.Limit:0.0} ms");
        }

        return text.ToString();

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    /// <summary>What the comparison with earlier reports says, in a sentence.</summary>
    public static string Describe(ReportTrend trend) => trend switch
    {
        { Earlier: 0 } => "There is no earlier report of this server with these models to compare with.",
        _ when trend.Figures.Count(static figure => figure.IsSlower) is > 0 and var slower =>
            $"{slower} of {trend.Figures.Count} figures are slower than before, beyond noise ({Noise(trend)}).",
        _ => $"None of {trend.Figures.Count} figures is slower than before, beyond noise ({Noise(trend)}).",
    };

    private static string Noise(ReportTrend trend) => trend.Earlier < ReportTrend.FewReports
        ? $"{trend.Earlier} earlier, too few to know the noise: a quarter and 250 ms are allowed"
        : $"as {trend.Earlier} earlier reports show it";

    private static string Said(string text) => text.Length > 0 ? MarkdownCell.Of(text) : NotSaid;
}
