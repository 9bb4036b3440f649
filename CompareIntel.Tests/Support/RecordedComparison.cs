using CompareIntel.Core.Comparisons;
using Microsoft.Extensions.AI;

namespace CompareIntel.Tests.Support;

/// <summary>Comparisons that have ended, made of events with times that a test chooses.</summary>
internal static class RecordedComparison
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 23, 9, 0, 0, 123, TimeSpan.Zero);

    private static readonly string[] s_pieces =
    [
        "Hello", " world", "\n\n", "# Title\n", "- item\n", "```cs\nvar x = 1 < 2 && y;\n```\n", "| a | b |\n|---|---|\n| 1 | 2 |\n", "**bold** ", "$x^2$ ", "😀", "\u00e9", "\"quoted\" \\ ", "<b>x</b>", "漢字", "\t", "</script>",
    ];

    /// <summary>A comparison whose log holds these events at these times, in seconds.</summary>
    public static LiveComparison Of(string prompt, IReadOnlyList<string> models, params (double At, ComparisonEvent Item)[] events) =>
        LiveComparison.Restore("abcdefgh", ComparisonRequest.Create(prompt, models), ComparisonOrigin.None, ConcurrencyMode.Concurrent, s_start, LogOf(events));

    public static ComparisonLog LogOf(params (double At, ComparisonEvent Item)[] events)
    {
        foreach (var (at, item) in events)
        {
            item.Elapsed = TimeSpan.FromSeconds(at);
        }

        return LogOf([.. events.Select(static entry => entry.Item)]);
    }

    private static ComparisonLog LogOf(IReadOnlyList<ComparisonEvent> events)
    {
        if (events[^1] is ComparisonEnded)
        {
            foreach (var (index, item) in events.Index())
            {
                item.Sequence = index + 1;
            }

            return ComparisonLog.Restore(events);
        }

        var log = new ComparisonLog(TimeProvider.System);
        foreach (var item in events)
        {
            log.AppendRecorded(item);
        }

        return log;
    }

    /// <summary>The answers, each lane's as text in pieces at even steps, and all ended.</summary>
    public static LiveComparison WithAnswers(string prompt, params (string Model, string Reasoning, string Text)[] lanes)
    {
        var events = new List<(double, ComparisonEvent)>();
        events.AddRange(lanes.Select((lane, index) => (0d, (ComparisonEvent)new LaneCreated(index, lane.Model))));
        events.AddRange(lanes.Select((_, index) => (0.01, (ComparisonEvent)new AttemptStarted(index, 1))));
        for (var index = 0; index < lanes.Length; index++)
        {
            if (lanes[index].Reasoning.Length > 0)
            {
                events.Add((0.4, new ReasoningReceived(index, lanes[index].Reasoning)));
            }
        }

        const int Pieces = 40;
        for (var piece = 0; piece < Pieces; piece++)
        {
            for (var index = 0; index < lanes.Length; index++)
            {
                var text = lanes[index].Text;
                var part = text[(int)((long)text.Length * piece / Pieces)..(int)((long)text.Length * (piece + 1) / Pieces)];
                if (part.Length > 0)
                {
                    events.Add((0.5 + (piece * 0.05), new TextReceived(index, part)));
                }
            }
        }

        events.AddRange(lanes.Select((lane, index) => (3d, (ComparisonEvent)new LaneEnded(index, LaneState.Finished, null, new LaneMetrics
        {
            StartedAt = TimeSpan.FromSeconds(0.01),
            TimeToFirstToken = TimeSpan.FromSeconds(0.39),
            GenerationTime = TimeSpan.FromSeconds(2.6),
            Duration = TimeSpan.FromSeconds(2.99),
            Attempts = 1,
            FinishReason = "stop",
            TextLength = lane.Text.Length,
            ReasoningLength = lane.Reasoning.Length,
        }))));
        events.Add((3, new ComparisonEnded(ComparisonState.Completed, SummaryOf(lanes.Length, 3))));
        return Of(prompt, [.. lanes.Select(static lane => lane.Model)], [.. events]);
    }

    public static ComparisonSummary SummaryOf(int lanes, double seconds) => new()
    {
        Lanes = lanes,
        Finished = lanes,
        Failed = 0,
        Duration = TimeSpan.FromSeconds(seconds),
        EndedAt = s_start + TimeSpan.FromSeconds(seconds),
    };

    /// <summary>Any comparison that the engine could have left behind, retries and all.</summary>
    public static LiveComparison Random(int seed)
    {
        var random = new Random(seed);
        var first = Random(random, $"first{random.Next(1, 1000)}", lanes: random.Next(1, 6));
        for (var retry = random.Next(0, 3); retry > 0; retry--)
        {
            var lanes = Enumerable.Range(0, first.Request.Lanes.Count).OrderBy(_ => random.Next()).Take(random.Next(1, first.Request.Lanes.Count + 1)).ToArray();
            var again = Random(random, $"retry{retry}", lanes.Length);
            LiveComparison.RestoreRetry(first, lanes, again.Id, again.Request, again.Mode, again.CreatedAt, again.Log);
        }

        return first;
    }

    private static LiveComparison Random(Random random, string id, int lanes)
    {
        var request = new ComparisonRequest
        {
            Prompt = "Why? " + Text(random),
            Lanes = [.. Enumerable.Range(0, lanes).Select(lane => new LaneRequest($"sim:model-{random.Next(3)}")
            {
                System = random.Next(2) == 0 ? null : Text(random),
                Temperature = random.Next(2) == 0 ? null : random.NextSingle(),
                TopP = random.Next(2) == 0 ? null : random.NextSingle(),
                MaxOutputTokens = random.Next(2) == 0 ? null : random.Next(1, 10_000),
                History = random.Next(2) == 0 ? [] : [new ChatMessage(ChatRole.User, Text(random)), new ChatMessage(ChatRole.Assistant, Text(random))],
            })],
        };
        var now = TimeSpan.Zero;
        var events = new List<ComparisonEvent>();
        for (var lane = 0; lane < lanes; lane++)
        {
            events.Add(new LaneCreated(lane, request.Lanes[lane].Model) { Elapsed = Later() });
        }

        var scripts = Enumerable.Range(0, lanes).Select(lane => new Queue<LaneEvent>(LaneScript(random, lane))).ToList();
        while (scripts.FirstOrDefault(static script => script.Count > 0) is not null)
        {
            var open = scripts.Where(static script => script.Count > 0).ToList();
            var item = open[random.Next(open.Count)].Dequeue();
            item.Elapsed = Later();
            events.Add(item);
        }

        events.Add(new ComparisonEnded((ComparisonState)random.Next(1, 4), SummaryOf(lanes, 1) with
        {
            Duration = now,
            StartSpread = lanes > 1 ? TimeSpan.FromTicks(random.Next(100_000)) : null,
            Speedup = random.Next(2) == 0 ? null : random.NextDouble() * 9,
            FastestLane = random.Next(2) == 0 ? null : random.Next(lanes),
        }) { Elapsed = now });
        return LiveComparison.Restore(id, request, ComparisonOrigin.None, (ConcurrencyMode)random.Next(2), s_start.AddTicks(random.Next()), LogOf(events));

        TimeSpan Later() => now += TimeSpan.FromTicks(random.Next(0, 4) == 0 ? 0 : random.Next(1, 40_000_000));
    }

    private static IEnumerable<LaneEvent> LaneScript(Random random, int lane)
    {
        var failure = new LaneFailure((FailureKind)random.Next(Enum.GetValues<FailureKind>().Length), "Try again: \"later\".");
        if (random.Next(3) == 0)
        {
            yield return new LaneQueued(lane, random.Next(1, 4));
        }

        yield return new AttemptStarted(lane, 1);
        if (random.Next(3) == 0)
        {
            yield return new AttemptFailed(lane, 1, failure, TimeSpan.FromTicks(random.Next(1, 90_000_000)), false) { Call = Call(random) };
            yield return new AttemptStarted(lane, 2);
        }

        for (var count = random.Next(0, 5); count > 0; count--)
        {
            yield return new ReasoningReceived(lane, Text(random));
        }

        for (var count = random.Next(0, 12); count > 0; count--)
        {
            yield return new TextReceived(lane, Text(random));
        }

        var state = (LaneState)random.Next((int)LaneState.Finished, (int)LaneState.Interrupted + 1);
        if (state == LaneState.Failed)
        {
            yield return new AttemptFailed(lane, 2, failure, null, random.Next(2) == 0);
        }

        yield return new LaneEnded(lane, state, state == LaneState.Failed ? failure : null, new LaneMetrics
        {
            StartedAt = random.Next(2) == 0 ? null : TimeSpan.FromTicks(random.Next()),
            TimeToFirstToken = random.Next(2) == 0 ? null : TimeSpan.FromTicks(random.Next()),
            GenerationTime = random.Next(2) == 0 ? null : TimeSpan.FromTicks(random.Next()),
            Duration = TimeSpan.FromTicks(random.Next()),
            Attempts = random.Next(0, 4),
            InputTokens = random.Next(2) == 0 ? null : random.Next(),
            OutputTokens = random.Next(2) == 0 ? null : random.Next(),
            CostUsd = random.Next(2) == 0 ? null : random.Next() / 1_000_000m,
            IsCostEstimated = random.Next(2) == 0,
            FinishReason = random.Next(2) == 0 ? null : "stop",
            ReportedModel = random.Next(2) == 0 ? null : "model-x",
            ResponseId = random.Next(2) == 0 ? null : "gen-1",
            Call = Call(random),
            TextLength = random.Next(100),
            ReasoningLength = random.Next(100),
        });
    }

    private static CallTrace? Call(Random random) => random.Next(3) == 0 ? null : new CallTrace
    {
        RequestIds = random.Next(2) == 0 ? null : "x-request-id=req_1 cf-ray=8a",
        HeadAfter = TimeSpan.FromTicks(random.Next()),
        FirstBytesAfter = random.Next(2) == 0 ? null : TimeSpan.FromTicks(random.Next()),
        FirstDelay = random.Next(2) == 0 ? null : TimeSpan.FromTicks(random.Next(1_000)),
        MeanDelay = random.Next(2) == 0 ? null : TimeSpan.FromTicks(random.Next(1_000)),
        LongestDelay = random.Next(2) == 0 ? null : TimeSpan.FromTicks(random.Next(1_000)),
    };

    private static string Text(Random random) => string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => s_pieces[random.Next(s_pieces.Length)]));
}
