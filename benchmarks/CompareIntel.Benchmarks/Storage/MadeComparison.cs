using CompareIntel.Core.Comparisons;

namespace CompareIntel.Benchmarks.Storage;

/// <summary>A comparison of made-up answers that come in pieces of four characters, 50 a second and lane, a little unevenly. The same for the same number.</summary>
internal sealed class MadeComparison
{
    private const int CharactersPerDelta = 4;
    private const double SecondsPerDelta = 0.02;
    private const double Unevenness = 0.008;

    private static readonly TimeSpan s_firstToken = TimeSpan.FromMilliseconds(200);

    private readonly string[] _texts;
    private readonly int _number;

    public MadeComparison(int number, int lanes, int characters)
    {
        _number = number;
        _texts = [.. Enumerable.Range(0, lanes).Select(lane => WordText.Prose(new Random((number * 100) + lane), characters))];
        Comparison = LiveComparison.Restore(
            $"made{number:D8}",
            ComparisonRequest.Create($"Question {number}", [.. Enumerable.Range(0, lanes).Select(static lane => $"made:m{lane}")]),
            ComparisonOrigin.None,
            ConcurrencyMode.Concurrent,
            DateTimeOffset.UnixEpoch.AddYears(56).AddMinutes(number),
            new ComparisonLog(TimeProvider.System));
    }

    public LiveComparison Comparison { get; }

    public int Deltas => _texts.Sum(static text => (text.Length + CharactersPerDelta - 1) / CharactersPerDelta);

    /// <summary>ASCII only: a character is a byte.</summary>
    public long TextBytes => _texts.Sum(static text => (long)text.Length);

    /// <summary>Puts all that happens into the log, as fast as that goes.</summary>
    public void Write()
    {
        var log = Comparison.Log;
        foreach (var item in Events())
        {
            log.AppendRecorded(item);
        }
    }

    public bool IsText(IReadOnlyList<string> texts) => texts.SequenceEqual(_texts, StringComparer.Ordinal);

    public IEnumerable<(int Lane, TimeSpan At, string Text)> DeltasInOrder()
    {
        var random = new Random(_number);
        var steps = (_texts.Max(static text => text.Length) + CharactersPerDelta - 1) / CharactersPerDelta;
        var now = s_firstToken;
        for (var step = 0; step < steps; step++)
        {
            for (var lane = 0; lane < _texts.Length; lane++)
            {
                var start = step * CharactersPerDelta;
                if (start >= _texts[lane].Length)
                {
                    continue;
                }

                var at = s_firstToken + TimeSpan.FromSeconds((step * SecondsPerDelta) + (lane * SecondsPerDelta / _texts.Length) + (random.NextDouble() * Unevenness));
                now = at > now ? at : now;
                yield return (lane, now, _texts[lane].Substring(start, Math.Min(CharactersPerDelta, _texts[lane].Length - start)));
            }
        }
    }

    private IEnumerable<ComparisonEvent> Events()
    {
        for (var lane = 0; lane < _texts.Length; lane++)
        {
            yield return new LaneCreated(lane, $"made:m{lane}");
        }

        for (var lane = 0; lane < _texts.Length; lane++)
        {
            yield return new AttemptStarted(lane, 1);
        }

        var end = s_firstToken;
        foreach (var (lane, at, text) in DeltasInOrder())
        {
            end = at;
            yield return new TextReceived(lane, text) { Elapsed = at };
        }

        var ends = _texts.Select((text, lane) => new LaneEnded(lane, LaneState.Finished, null, new LaneMetrics
        {
            StartedAt = TimeSpan.Zero,
            TimeToFirstToken = s_firstToken,
            GenerationTime = end - s_firstToken,
            Duration = end,
            Attempts = 1,
            FinishReason = "stop",
            TextLength = text.Length,
        })
        {
            Elapsed = end,
        }).ToArray();
        foreach (var lane in ends)
        {
            yield return lane;
        }

        yield return ComparisonEnded.Of(ends, Comparison.CreatedAt + end) with { Elapsed = end };
    }
}
