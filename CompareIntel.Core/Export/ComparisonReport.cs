using CompareIntel.Core.Comparisons;

namespace CompareIntel.Core.Export;

/// <summary>A comparison as the readable exports show it: what was asked, then every run of every lane.</summary>
internal sealed class ComparisonReport
{
    private const int LongestTitle = 100;

    private ComparisonReport(LiveComparison comparison, ComparisonProgress progress, IReadOnlyList<ReportRun> runs)
    {
        Comparison = comparison;
        Progress = progress;
        Runs = runs;
    }

    public LiveComparison Comparison { get; }

    /// <summary>How the lanes went when they ran first.</summary>
    public ComparisonProgress Progress { get; }

    /// <summary>In lane order, the first run of each lane first.</summary>
    public IReadOnlyList<ReportRun> Runs { get; }

    /// <summary>The prompt's beginning on one line.</summary>
    public string Title => TitleOf(Comparison.Request.Prompt);

    public static ComparisonReport Of(LiveComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        var first = ComparisonTranscript.Of(comparison.Log);
        var retries = comparison.Retries.Select(static retry => (retry.Comparison, retry.Lanes, Transcript: ComparisonTranscript.Of(retry.Comparison.Log))).ToList();
        var runs = new List<ReportRun>();
        for (var lane = 0; lane < first.Progress.Lanes.Count; lane++)
        {
            var takes = new List<(LaneRequest Request, ComparisonTranscript Transcript, int OwnLane)> { (comparison.Request.Lanes[lane], first, lane) };
            foreach (var (retry, lanes, transcript) in retries)
            {
                for (var own = 0; own < Math.Min(lanes.Count, transcript.Progress.Lanes.Count); own++)
                {
                    if (lanes[own] == lane)
                    {
                        takes.Add((retry.Request.Lanes[own], transcript, own));
                    }
                }
            }

            runs.AddRange(takes.Select((take, index) => new ReportRun(
                lane,
                index + 1,
                takes.Count,
                take.Request,
                take.Transcript.Progress.Lanes[take.OwnLane],
                take.Transcript.TextOf(take.OwnLane),
                take.Transcript.ReasoningOf(take.OwnLane))));
        }

        return new ComparisonReport(comparison, first.Progress, runs);
    }

    private static string TitleOf(string prompt)
    {
        var line = string.Join(' ', prompt.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= LongestTitle)
        {
            return line;
        }

        var end = char.IsHighSurrogate(line[LongestTitle - 1]) ? LongestTitle - 1 : LongestTitle;
        return $"{line[..end].TrimEnd()}…";
    }
}
