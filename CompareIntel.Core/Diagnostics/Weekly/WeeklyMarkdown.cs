using System.Globalization;
using System.Text;
using CompareIntel.Core.Administration;
using CompareIntel.Core.Diagnostics.Anomalies;
using CompareIntel.Core.Diagnostics.Periods;
using CompareIntel.Core.Diagnostics.Samples;

namespace CompareIntel.Core.Diagnostics.Weekly;

/// <summary>A weekly report as a Markdown document, to be sent or filed.</summary>
public static class WeeklyMarkdown
{
    public static string Of(WeeklyReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new StringBuilder();
        var figures = report.Now.All;
        Line($"# CompareIntel, week {report.Week}{(report.IsOver ? "" : " (not over)")}");
        Line($"");
        Line($"{report.Week.From:yyyy-MM-dd} to {report.Week.To.AddDays(-1):yyyy-MM-dd} (UTC), beside the week before.");
        Line($"");
        Line($"- Requests: {FigureText.Count(figures.Requests)} ({FigureText.Count(report.Comparison.Before.All.Requests)} the week before): {FigureText.Count(figures.Finished)} finished, {FigureText.Count(figures.Failed)} failed, {FigureText.Count(figures.Stopped)} stopped, {FigureText.Count(figures.Interrupted)} interrupted, {FigureText.Count(figures.TurnedAway)} turned away");
        Line($"- Tokens: {FigureText.Tokens(figures, figures.InputTokens)} in, {FigureText.Tokens(figures, figures.OutputTokens)} out{Note(FigureText.TokenNote(figures))}");
        Line($"- Cost: {FigureText.Cost(figures)}{Note(FigureText.CostNote(figures))}; {FigureText.Cost(report.Comparison.Before.All)} the week before");
        if (figures.Failures.Count > 0)
        {
            Line($"- Failures: {FigureText.Failures(figures)}");
        }

        Line($"");
        Line($"## Against the week before");
        Line($"");
        Differences(report.Comparison.All);
        Line($"");
        Line($"## Models");
        Line($"");
        Line($"| provider | model | requests | error rate | first token p50 | p95 | p99 | duration p50 | p95 | p99 | tokens in | out | cost |");
        Line($"|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var (provider, model, own) in report.Now.Models)
        {
            Line($"| {MarkdownCell.Of(FigureText.Provider(provider))} | {MarkdownCell.Of(FigureText.Model(model))} | {FigureText.Count(own.Requests)} | {FigureText.Share(own.ErrorRate)} | {Times(own.Ttft)} | {Times(own.Duration)} | {FigureText.Tokens(own, own.InputTokens)} | {FigureText.Tokens(own, own.OutputTokens)} | {FigureText.Cost(own)} |");
        }

        Line($"");
        Line($"## Models that changed beyond chance");
        Line($"");
        var beyond = report.BeyondChance.ToList();
        foreach (var (model, figure) in beyond)
        {
            Line($"- {MarkdownCell.Of(Anomaly.NameOf(model.Provider, model.Model))}, {DifferenceText.NameOf(figure.Figure)}: {DifferenceText.Value(figure.Figure, figure.Before)} before, {DifferenceText.Value(figure.Figure, figure.After)} now ({DifferenceText.Range(figure)}): {DifferenceText.Verdict(figure)}");
        }

        Line($"{(beyond.Count == 0 ? "None." : "")}");
        Line($"{DifferenceText.Caution}");
        Line($"");
        Line($"## Anomalies");
        Line($"");
        foreach (var anomaly in report.Anomalies)
        {
            Line($"- {anomaly.BeganAt:yyyy-MM-dd HH:mm} to {(anomaly.EndedAt is { } end ? end.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : "now")}: {MarkdownCell.Of(anomaly.Describe())}");
        }

        if (report.Anomalies.Count == 0)
        {
            Line($"None.");
        }

        return text.ToString();

        void Differences(IReadOnlyList<FigureDifference> differences)
        {
            Line($"| figure | before | now | difference | 95 % range | worth |");
            Line($"|---|--:|--:|--:|---|---|");
            foreach (var figure in differences)
            {
                Line($"| {DifferenceText.NameOf(figure.Figure)} | {DifferenceText.Value(figure.Figure, figure.Before)} | {DifferenceText.Value(figure.Figure, figure.After)} | {DifferenceText.Change(figure.Figure, figure.Difference)} | {DifferenceText.Range(figure)} | {DifferenceText.Verdict(figure)} |");
            }
        }

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private static string Times(LatencySketch times) => $"{FigureText.Time(times.Quantile(0.5))} | {FigureText.Time(times.Quantile(0.95))} | {FigureText.Time(times.Quantile(0.99))}";

    private static string Note(string note) => note.Length > 0 ? $" ({note})" : "";
}
