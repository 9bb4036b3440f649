using System.Text;
using CompareIntel.Core.Comparisons;

namespace CompareIntel.Core.Export;

/// <summary>A comparison as one Markdown text: the prompt, then for each run a table of facts and the answer exactly as the model wrote it.</summary>
public static class MarkdownExport
{
    public static string Write(LiveComparison comparison)
    {
        var report = ComparisonReport.Of(comparison);
        var text = new StringBuilder();
        text.Append("# ").Append(Line(report.Title)).Append("\n\n");
        text.Append(ReportText.Outline(report)).Append("\n\n");
        text.Append("## Prompt\n\n").Append(comparison.Request.Prompt.TrimEnd()).Append("\n\n");
        foreach (var run in report.Runs)
        {
            Write(text, run);
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, ReportRun run)
    {
        text.Append("## ").Append(Line(run.Title)).Append("\n\n");
        text.Append("| | |\n|---|---|\n");
        foreach (var (name, value) in ReportText.Seal(run))
        {
            text.Append("| ").Append(name).Append(" | ").Append(Cell(value)).Append(" |\n");
        }

        text.Append('\n');
        if (run.Reasoning.Length > 0)
        {
            // Blank lines inside: what stands between them is Markdown again.
            text.Append("<details>\n<summary>Reasoning</summary>\n\n").Append(run.Reasoning).Append("\n\n</details>\n\n");
        }

        if (run.Text.Length > 0)
        {
            text.Append(run.Text).Append(run.Text.EndsWith('\n') ? "\n" : "\n\n");
        }

        if (run.Note is { } note)
        {
            text.Append("> ").Append(Line(note)).Append("\n\n");
        }
    }

    private static string Line(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Cell(string text) => Line(text).Replace("|", "\\|", StringComparison.Ordinal);
}
