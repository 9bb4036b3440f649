using System.Security.Cryptography;
using System.Text;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Markdown;

namespace CompareIntel.Core.Export.Html;

/// <summary>
/// A comparison as one HTML file that needs nothing else: prompt, facts, formatted answers, the time axis, and a replay. It loads nothing, and its own
/// policy lets only its own style and script be used, so that nothing an answer holds could ever run.
/// </summary>
public static class HtmlExport
{
    private static readonly string s_style = Resource("export.css");
    private static readonly string s_script = Resource("export.js");
    private static readonly string s_policy = $"default-src 'none'; style-src {HashOf(s_style)}; script-src {HashOf(s_script)}; base-uri 'none'; form-action 'none'";

    public static string Write(LiveComparison comparison)
    {
        var report = ComparisonReport.Of(comparison);
        var html = new HtmlBuilder();
        html.Markup("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\"").Attribute("content", s_policy)
            .Markup(">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<title>")
            .Text($"{report.Title} · CompareIntel").Markup("</title>\n<style>").Markup(s_style).Markup("</style>\n</head>\n<body>\n");
        html.Markup("<header class=\"top\"><h1 dir=\"auto\">").Text(comparison.Request.Prompt.Trim()).Markup("</h1>\n<p class=\"outline\">").Text(ReportText.Outline(report)).Markup("</p></header>\n");
        WriteReplayBar(html);
        html.Markup("<main>\n<div class=\"cards\">\n");
        foreach (var run in report.Runs)
        {
            WriteRun(html, run);
        }

        html.Markup("</div>\n");
        HtmlTimeAxis.Write(html, comparison.Log);
        html.Markup("</main>\n<footer><p>Exported from CompareIntel. Times were measured by the server where the models' words arrived.</p></footer>\n");
        html.Markup("<script type=\"application/json\" id=\"replay-data\">").Markup(HtmlReplayData.Write(comparison.Log, ComparisonTranscript.Of(comparison.Log)))
            .Markup("</script>\n<script>").Markup(s_script).Markup("</script>\n</body>\n</html>\n");
        return html.ToString();
    }

    // Hidden until the script is there to make it work.
    private static void WriteReplayBar(HtmlBuilder html) => html.Markup(
        """
        <div class="replay" role="group" aria-label="Replay" hidden>
        <button type="button" id="play">Replay</button>
        <button type="button" id="back">Step back</button>
        <button type="button" id="forth">Step</button>
        <label>Speed <select id="speed"><option value="1">1×</option><option value="2">2×</option><option value="5">5×</option><option value="10">10×</option></select></label>
        <input type="range" id="seek" min="0" max="1000" value="1000" step="1" aria-label="Time">
        <output id="clock" for="seek"></output>
        <button type="button" id="leave" hidden>Show answers</button>
        </div>

        """);

    private static void WriteRun(HtmlBuilder html, ReportRun run)
    {
        html.Markup($"<article class=\"card lane-{(run.Lane % 12) + 1}\"");
        if (run.Number == 1)
        {
            html.Markup($" data-lane=\"{run.Lane}\"");
        }

        html.Markup("><h2>").Text(run.Title).Markup("</h2>\n<p class=\"state\">").Text(ReportText.State(run.Progress.State)).Markup("</p>\n");
        html.Markup("<details class=\"seal\"><summary>Facts</summary><dl>");
        foreach (var (name, value) in ReportText.Seal(run))
        {
            html.Markup("<div><dt>").Text(name).Markup("</dt><dd>").Text(value).Markup("</dd></div>");
        }

        html.Markup("</dl></details>\n");
        if (run.Reasoning.Length > 0)
        {
            html.Markup("<details class=\"reasoning\"><summary>Reasoning</summary><div dir=\"auto\">");
            WriteMarkdown(html, run.Reasoning);
            html.Markup("</div></details>\n");
        }

        html.Markup("<div class=\"answer\" dir=\"auto\">");
        WriteMarkdown(html, run.Text);
        html.Markup("</div>\n");
        if (run.Note is { } note)
        {
            html.Markup("<p class=\"note\">").Text(note).Markup("</p>\n");
        }

        html.Markup("</article>\n");
    }

    private static void WriteMarkdown(HtmlBuilder html, string text)
    {
        var builder = new MarkdownBuilder();
        builder.Append(text);
        builder.Complete();
        HtmlNodeWriter.Write(html, builder.ToDocument());
    }

    // Line ends as HTML parsers see them, because the hash is taken of what they see.
    private static string Resource(string name)
    {
        using var stream = typeof(HtmlExport).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The resource {name} is missing.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private static string HashOf(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";
}
