using System.Globalization;

namespace CompareIntel.Core.Verification;

/// <summary>What the arrival times of a stream's events say about the server, without trusting what it says of itself.</summary>
public sealed record StreamAnalysis
{
    /// <summary>Chunks at the beginning that the seed checklist looks at.</summary>
    public const int FirstChunks = 20;

    private const int LeastForLumps = 20;
    private const double LumpShare = 0.5;
    private const double LeastSpeedup = 1.2;
    private static readonly TimeSpan s_lump = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_leastTotal = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_leastLag = TimeSpan.FromMilliseconds(300);

    public required StreamVerdict Verdict { get; init; }

    /// <summary>The figures that the verdict rests on, as a sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>Distinct lanes among the first <see cref="FirstChunks"/> chunks.</summary>
    public required int DistinctAmongFirst { get; init; }

    /// <summary>Of all pairs of adjacent chunks, the share that come from different lanes; 0 to 1.</summary>
    public required double SwitchShare { get; init; }

    /// <summary>
    /// How much sooner all was there than one after another: the sum of the times from each lane's first text to its end, over the time in which at least one
    /// lane was between the two. 1 when no two lanes overlap, at most the number of lanes; null without two lanes that showed text.
    /// </summary>
    public required double? Overlap { get; init; }

    /// <summary>The largest share of all text events that arrived within 50 ms; 0 to 1.</summary>
    public required double LumpiestShare { get; init; }

    /// <summary>How much later than the server says its provider sent it the very first text arrived; null when the server does not say.</summary>
    public required TimeSpan? Lag { get; init; }

    public static StreamAnalysis Of(ObservedComparison stream)
    {
        var texts = stream.Events.Where(static item => item.IsText).ToArray();
        var chunks = texts.Where(static item => item.Type == "chunk").ToArray();
        var windows = stream.Lanes.Where(static lane => lane is { FirstText: not null, EndedAt: not null })
            .Select(static lane => (From: lane.FirstText!.Value, To: lane.EndedAt!.Value)).OrderBy(static window => window.From).ToArray();
        var overlap = OverlapOf(windows);
        var lumpiest = LumpiestShareOf(texts);
        var lag = LagOf(stream);
        var distinct = chunks.Take(FirstChunks).Select(static item => item.Lane).Distinct().Count();
        var switches = chunks.Zip(chunks.Skip(1)).Count(static pair => pair.First.Lane != pair.Second.Lane);
        var (verdict, reason) = Judge(stream, texts.Length, windows.Length, overlap, lumpiest, lag);
        return new StreamAnalysis
        {
            Verdict = verdict,
            Reason = reason,
            DistinctAmongFirst = distinct,
            SwitchShare = chunks.Length > 1 ? (double)switches / (chunks.Length - 1) : 0,
            Overlap = overlap,
            LumpiestShare = lumpiest,
            Lag = lag,
        };
    }

    private static (StreamVerdict Verdict, string Reason) Judge(ObservedComparison stream, int texts, int windows, double? overlap, double lumpiest, TimeSpan? lag)
    {
        if (texts == 0)
        {
            return (StreamVerdict.Inconclusive, "No text arrived.");
        }

        // A provider that itself sends everything at once looks like a buffer; the server's own time to the first text tells them apart.
        var isLumpy = texts >= LeastForLumps && stream.Total >= s_leastTotal && lumpiest >= LumpShare;
        if (isLumpy && (lag is null || lag > s_leastLag))
        {
            return (StreamVerdict.Buffered, Say($"{100 * lumpiest:0} % of {texts} pieces of text arrived within {s_lump.TotalMilliseconds} ms of {stream.Total.TotalSeconds:0.00} s. Something between the models and this client holds the stream back, often a proxy."));
        }

        // Between two events, so that a server that is slow to take the request does not look like a buffer.
        if (ShiftOf(stream) is { } shift && shift > s_leastLag && shift > 0.1 * stream.Total)
        {
            return (StreamVerdict.Buffered, Say($"The time between the start and the first text is {shift.TotalSeconds:0.00} s off what the server says it was. Something between the server and this client holds the stream back, often a proxy."));
        }

        if (stream.Lanes.Count == 1)
        {
            return (StreamVerdict.Streaming, Say($"{texts} pieces of text arrived over {(stream.Total - stream.Lanes[0].FirstText!.Value).TotalSeconds:0.00} s of {stream.Total.TotalSeconds:0.00} s."));
        }

        if (overlap is not { } factor)
        {
            return (StreamVerdict.Inconclusive, "Fewer than two models sent text to an end, so nothing can be said of their order.");
        }

        return factor < LeastSpeedup
            ? (StreamVerdict.Sequential, Say($"Each of {windows} answers began when the one before had ended: on average {factor:0.00} came at once."))
            : (StreamVerdict.Concurrent, Say($"On average {factor:0.0} of {windows} answers came at once."));
    }

    private static double? OverlapOf((TimeSpan From, TimeSpan To)[] windows)
    {
        if (windows.Length < 2)
        {
            return null;
        }

        var sum = TimeSpan.Zero;
        var union = TimeSpan.Zero;
        var reached = TimeSpan.Zero;
        foreach (var (from, to) in windows)
        {
            sum += to - from;
            var begin = from > reached ? from : reached;
            if (to > begin)
            {
                union += to - begin;
                reached = to;
            }
        }

        return union > TimeSpan.Zero ? sum / union : null;
    }

    private static double LumpiestShareOf(ObservedEvent[] texts)
    {
        var most = 0;
        for (int first = 0, last = 0; last < texts.Length; last++)
        {
            while (texts[last].At - texts[first].At > s_lump)
            {
                first++;
            }

            most = Math.Max(most, last - first + 1);
        }

        return texts.Length > 0 ? (double)most / texts.Length : 0;
    }

    /// <summary>Of the lane whose text came first: in a sequential run the others' waits for their turn would count as well.</summary>
    private static TimeSpan? LagOf(ObservedComparison stream) => FirstToWrite(stream) is { End.Ttft: { } ttft } first ? first.FirstText - ttft : null;

    /// <summary>How far the time from that lane's start to its first text is, as they arrived, from what the server says; held back starts shorten it, held back text makes it longer.</summary>
    private static TimeSpan? ShiftOf(ObservedComparison stream) =>
        FirstToWrite(stream) is { End.Ttft: { } ttft } first && first.Events.FirstOrDefault(static item => item.Type == "start") is { } start
            ? (first.FirstText!.Value - start.At - ttft).Duration()
            : null;

    private static ObservedLane? FirstToWrite(ObservedComparison stream) => stream.Lanes.Where(static lane => lane.FirstText is not null).MinBy(static lane => lane.FirstText);

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
