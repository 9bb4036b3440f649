using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CompareIntel.Core.Verification;

/// <summary>A report for people and for programs.</summary>
public static class VerificationDocuments
{
    /// <summary>One JSON object, snake_case, times in milliseconds, indented.</summary>
    public static string ToJson(VerificationReport report) => JsonSerializer.Serialize(report, VerificationJsonContext.Default.VerificationReport);

    /// <summary>What was measured in each run, and the verdict, as lines of at most about 120 characters.</summary>
    public static string ToText(VerificationReport report)
    {
        var text = new StringBuilder();
        if (report.Runs.Count > 0)
        {
            text.AppendLine().AppendLine("check              models  verdict       total s  slowest s  speed-up  starts ms  among 20  neighbours");
        }

        foreach (var run in report.Runs)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{run.Check,-17}  {run.Models,6}  {run.Verdict.ToString().ToUpperInvariant(),-12}  {run.TotalMs / 1000,7:0.00}  {run.SlowestLaneMs / 1000,9:0.00}  {run.Speedup,8:0.00}  {run.StartSpreadMs,9:0.0}  {run.DistinctAmongFirst,8}  {100 * run.SwitchShare,8:0} %");
        }

        text.AppendLine();
        foreach (var level in Enum.GetValues<CheckLevel>())
        {
            var checks = report.Checks.Where(check => check.Level == level).ToArray();
            text.AppendLine(CultureInfo.InvariantCulture, $"{level,-6}  {checks.Count(static check => check.Outcome == CheckOutcome.Passed)} of {checks.Length} passed");
        }

        return text.Append(CultureInfo.InvariantCulture, $"{(report.IsPassed ? "PASSED" : "NOT PASSED")}: {report.Server}, version {report.ServerVersion ?? "unknown"}, models: {report.ModelKind}, {(report.EndedAt - report.StartedAt).TotalSeconds:0} s").ToString();
    }
}
