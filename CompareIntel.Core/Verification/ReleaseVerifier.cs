using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace CompareIntel.Core.Verification;

/// <summary>
/// Proves from outside, over HTTP, that a server streams many models at once, that one's failure touches no other, that stop stops, and that nothing is lost.
/// One object makes one run.
/// </summary>
public sealed class ReleaseVerifier
{
    /// <summary>Models of one comparison at most.</summary>
    public const int MostModels = 12;

    private const string NoSuchModel = "no-such-model-as-this";
    private const int EventsBeforeLeaving = 15;
    private static readonly int[] s_defaultCounts = [3, 6, 9, 12];

    private readonly Uri _server;
    private readonly string? _apiKey;
    private readonly IReadOnlyList<string> _named;
    private readonly VerificationOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly List<ReleaseCheck> _checks = [];
    private readonly List<CheckedRun> _runs = [];
    private readonly List<string> _started = [];
    private readonly DateTimeOffset _startedAt;
    private IReadOnlyList<string> _models = [];
    private bool _isSimulated;
    private string? _version;
    private double? _uptimeSeconds;

    /// <param name="server">Its address, such as <c>http://localhost:8000</c>.</param>
    /// <param name="models">The models to ask; none for the server's simulated ones.</param>
    /// <param name="options">What is asked and what the server is held against.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="apiKey">Sent as a bearer token, and to nowhere else; null for none.</param>
    public ReleaseVerifier(Uri server, IReadOnlyList<string> models, VerificationOptions options, TimeProvider timeProvider, string? apiKey = null)
    {
        _server = server;
        _named = models;
        _options = options;
        _timeProvider = timeProvider;
        _apiKey = apiKey;
        _startedAt = timeProvider.GetUtcNow();
    }

    /// <summary>What has been found out so far.</summary>
    public VerificationReport Report => new()
    {
        Server = _server,
        ServerVersion = _version,
        StartedAt = _startedAt,
        EndedAt = _timeProvider.GetUtcNow(),
        Models = _models,
        IsSimulated = _isSimulated,
        Checks = [.. _checks],
        Runs = [.. _runs],
    };

    /// <summary>Makes every check, one after another, and yields each as it is done. A check that fails ends no other, but what rests on it is skipped.</summary>
    public async IAsyncEnumerable<ReleaseCheck> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var client = new ComparisonClient(_server, _apiKey, TimeSpan.FromSeconds(_options.TimeoutSeconds), _timeProvider);
        yield return await MakeAsync("health", CheckLevel.Must, () => CheckHealthAsync(client, cancellationToken)).ConfigureAwait(false);
        yield return await MakeAsync("models", CheckLevel.Must, () => CheckModelsAsync(client, cancellationToken)).ConfigureAwait(false);
        yield return await MakeAsync("one-model", CheckLevel.Must, () => CheckRunAsync(client, "one-model", 1, isSequential: false, StreamVerdict.Streaming, cancellationToken)).ConfigureAwait(false);
        foreach (var count in _options.Counts is { Count: > 0 } counts ? counts : s_defaultCounts)
        {
            var name = Name("concurrent", count);
            yield return await MakeAsync(name, CheckLevel.Must, () => CheckRunAsync(client, name, count, isSequential: false, StreamVerdict.Concurrent, cancellationToken)).ConfigureAwait(false);
            var run = _runs.LastOrDefault(run => run.Check == name);
            foreach (var judged in Judge(count, run))
            {
                _checks.Add(judged);
                yield return judged;
            }
        }

        yield return await MakeAsync("invalid-model", CheckLevel.Must, () => CheckInvalidModelAsync(client, cancellationToken)).ConfigureAwait(false);
        yield return await MakeAsync("stop", CheckLevel.Must, () => CheckStopAsync(client, cancellationToken)).ConfigureAwait(false);
        yield return await MakeAsync("resume", CheckLevel.Must, () => CheckResumeAsync(client, cancellationToken)).ConfigureAwait(false);
        yield return await MakeAsync("sequential", CheckLevel.Should, () => CheckRunAsync(client, "sequential", 3, isSequential: true, StreamVerdict.Sequential, cancellationToken)).ConfigureAwait(false);
        yield return await MakeAsync("concurrent-again", CheckLevel.Must, () => CheckRunAsync(client, "concurrent-again", 3, isSequential: false, StreamVerdict.Concurrent, cancellationToken)).ConfigureAwait(false);
        yield return await MakeAsync("still-up", CheckLevel.Must, () => CheckStillUpAsync(client, cancellationToken)).ConfigureAwait(false);
        await CleanUpAsync(client, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ObservedComparison> CompareAsync(
        ComparisonClient client, IReadOnlyList<string> models, string prompt, bool isSequential, Func<ObservedEvent, string?, ValueTask<bool>>? isLast, CancellationToken cancellationToken)
    {
        var observed = await client.CompareAsync(models, prompt, isSequential, isLast, cancellationToken).ConfigureAwait(false);
        if (observed.ComparisonId is { } id)
        {
            _started.Add(id);
        }

        return observed;
    }

    /// <summary>Removes the comparisons that the checks started. What can't be removed is nobody's loss.</summary>
    private async Task CleanUpAsync(ComparisonClient client, CancellationToken cancellationToken)
    {
        foreach (var id in _started)
        {
            await TryAsync(async () =>
            {
                await client.DeleteAsync(id, cancellationToken).ConfigureAwait(false);
                return "";
            }).ConfigureAwait(false);
        }
    }

    private async Task<ReleaseCheck> MakeAsync(string name, CheckLevel level, Func<Task<string>> check)
    {
        var started = _timeProvider.GetTimestamp();
        ReleaseCheck made;
        if (_models.Count == 0 && _checks.Exists(static earlier => earlier.Name == "models"))
        {
            made = new ReleaseCheck(name, level, CheckOutcome.Skipped, "There are no models to ask; see the check of the models.", 0);
        }
        else
        {
            var (outcome, detail) = await TryAsync(check).ConfigureAwait(false);
            made = new ReleaseCheck(name, level, outcome, detail, Round(_timeProvider.GetElapsedTime(started)));
        }

        _checks.Add(made);
        return made;
    }

    private static async Task<(CheckOutcome Outcome, string Detail)> TryAsync(Func<Task<string>> check)
    {
        try
        {
            return (CheckOutcome.Passed, await check().ConfigureAwait(false));
        }
        catch (VerificationException exception)
        {
            return (CheckOutcome.Failed, exception.Message);
        }
    }

    private async Task<string> CheckHealthAsync(ComparisonClient client, CancellationToken cancellationToken)
    {
        var health = await client.GetAsync("health", cancellationToken).ConfigureAwait(false);
        var status = ComparisonClient.Text(health, "status");
        Require(status == "healthy", $"The server says that it is {status ?? "(nothing)"}: {health.ToJsonString()}");
        _version = ComparisonClient.Text(health, "version");
        _uptimeSeconds = Number(health, "uptime_seconds");
        return Say($"healthy, version {_version ?? "unknown"}, up for {_uptimeSeconds ?? 0:0} s");
    }

    private async Task<string> CheckModelsAsync(ComparisonClient client, CancellationToken cancellationToken)
    {
        var document = await client.GetAsync("models", cancellationToken).ConfigureAwait(false);
        var listed = (document["models"] as JsonArray ?? []).OfType<JsonObject>()
            .Select(static model => (Id: ComparisonClient.Text(model, "id"), Exact: ComparisonClient.Text(model, "exact_id"), Category: ComparisonClient.Text(model, "category"), IsSimulated: IsTrue(model, "simulated"))).ToArray();
        Require(listed.Length > 0, "The server lists no models. Configure a provider, or turn the simulated one on.");
        if (_named.Count > 0)
        {
            var missing = _named.Where(name => !Array.Exists(listed, model => model.Id == name || model.Exact == name)).ToArray();
            Require(missing.Length == 0, $"The server does not list {string.Join(", ", missing)}. GET /models names those it has.");
            _models = _named;
        }
        else
        {
            // Those that reason first come last: a few that all begin to write soon show best whether they write at once.
            _models = [.. listed.Where(static model => model is { IsSimulated: true, Id: not null }).Take(MostModels).OrderBy(static model => model.Category == "Reasoning").Select(static model => model.Id!)];
            Require(_models.Count > 0, "The server has no simulated models, so say which real ones may be asked (they cost money).");
        }

        _isSimulated = _models.All(name => Array.Exists(listed, model => (model.Id == name || model.Exact == name) && model.IsSimulated));
        return Say($"{listed.Length} listed; asked here: {string.Join(", ", _models)} ({(_isSimulated ? "simulated: no provider is tried" : "real providers")})");
    }

    private async Task<string> CheckRunAsync(ComparisonClient client, string check, int count, bool isSequential, StreamVerdict expected, CancellationToken cancellationToken)
    {
        var models = Take(count);
        var observed = await CompareAsync(client, models, _options.Prompt, isSequential, null, cancellationToken).ConfigureAwait(false);
        var analysis = StreamAnalysis.Of(observed);
        _runs.Add(Measure(check, observed, analysis));
        RequireWhole(observed);
        var failed = observed.Lanes.Where(static lane => !lane.IsAnswered).Select(static lane => $"{lane.Model}: {lane.End?.Reason ?? "no text"}").ToArray();
        Require(failed.Length == 0, $"{failed.Length} of {count} models gave no answer: {string.Join("; ", failed)}");
        await RequireStoredAsync(client, observed, cancellationToken).ConfigureAwait(false);
        Require(analysis.Verdict == expected, $"{Verdict(analysis)}, expected {Shout(expected)}. {analysis.Reason}");
        return $"{Verdict(analysis)}. {analysis.Reason} {Say($"{observed.Lanes.Sum(static lane => lane.Text.Length)} characters, all as the server keeps them.")}";
    }

    private IEnumerable<ReleaseCheck> Judge(int count, CheckedRun? run)
    {
        if (run is null)
        {
            yield break;
        }

        var limit = _options.MaxSeconds.TryGetValue(count.ToString(CultureInfo.InvariantCulture), out var seconds) ? seconds : (double?)null;
        if (limit is { } most)
        {
            yield return Of("time", CheckLevel.Should, run.TotalMs <= most * 1000, Say($"{run.TotalMs / 1000:0.00} s (limit {most:0.##} s); slowest model {run.SlowestLaneMs / 1000:0.00} s; {run.Speedup:0.0} times as fast as one after another"));
        }

        yield return Of("starts", CheckLevel.Should, run.StartSpreadMs <= _options.MaxStartSpreadMs, Say($"{run.StartSpreadMs:0.0} ms between the first and the last start (limit {_options.MaxStartSpreadMs:0.##} ms)"));
        yield return Of("interleaving", CheckLevel.Should, run.DistinctAmongFirst >= Math.Min(count, _options.MinModelsAmongFirstChunks), Say($"{run.DistinctAmongFirst} models among the first {StreamAnalysis.FirstChunks} chunks (at least {_options.MinModelsAmongFirstChunks}); {100 * run.SwitchShare:0} % of neighbours come from different models; first texts after {FirstTexts(run)} s"));
        if (run.ServerStartSpreadMs is { } spread)
        {
            yield return Of("start-goal", CheckLevel.Nice, spread <= _options.GoalStartSpreadMs, Say($"{spread:0.000} ms between the first and the last request to a provider, as the server says (goal {_options.GoalStartSpreadMs:0.##} ms)"));
        }

        ReleaseCheck Of(string name, CheckLevel level, bool isPassed, string detail) => new(Name(name, count), level, isPassed ? CheckOutcome.Passed : CheckOutcome.Failed, detail, 0);
    }

    private async Task<string> CheckInvalidModelAsync(ComparisonClient client, CancellationToken cancellationToken)
    {
        var models = new[] { _models[0], NoSuchModel, Take(2)[1] };
        var observed = await CompareAsync(client, models, _options.Prompt, false, null, cancellationToken).ConfigureAwait(false);
        RequireWhole(observed);
        var wrong = observed.Lanes[1];
        Require(wrong.End is { IsFault: true }, $"The lane of {NoSuchModel} ended without a failure.");
        Require(observed.Lanes[0].IsAnswered && observed.Lanes[2].IsAnswered, "The failure of one model took another one's answer with it.");
        return $"{NoSuchModel} failed alone: {wrong.End.Reason}";
    }

    private async Task<string> CheckStopAsync(ComparisonClient client, CancellationToken cancellationToken)
    {
        long? stoppedAt = null;
        var observed = await CompareAsync(
            client,
            Take(3),
            _options.Prompt,
            false,
            async (item, id) =>
            {
                if (stoppedAt is null && item.IsText && id is not null)
                {
                    stoppedAt = _timeProvider.GetTimestamp();
                    await client.PostAsync($"comparisons/{id}/stop", cancellationToken).ConfigureAwait(false);
                }

                return false;
            },
            cancellationToken).ConfigureAwait(false);
        Require(stoppedAt is not null, "No text and no comparison id came, so there was nothing to stop.");
        var took = _timeProvider.GetElapsedTime(stoppedAt.Value);
        RequireWhole(observed);
        var stored = await client.GetAsync($"comparisons/{observed.ComparisonId}", cancellationToken).ConfigureAwait(false);
        var states = Lanes(stored).Select(static lane => ComparisonClient.Text(lane, "state") ?? "unknown").ToArray();
        Require(Array.Exists(states, static state => state == "stopped"), $"No lane is stopped: {string.Join(", ", states)}. The answers may be shorter than what it takes to stop them.");
        Require(Array.TrueForAll(states, static state => state is "stopped" or "finished"), $"Lanes are {string.Join(", ", states)} after the stop.");
        RequireSameText(observed, stored);
        Require(took.TotalMilliseconds <= _options.MaxStopMs, Say($"The stream went on for {took.TotalMilliseconds:0} ms after the stop; the limit is {_options.MaxStopMs:0.##} ms."));
        return Say($"all lanes ended {took.TotalMilliseconds:0} ms after the stop was asked for ({string.Join(", ", states)}), and nothing was written after that");
    }

    private async Task<string> CheckResumeAsync(ComparisonClient client, CancellationToken cancellationToken)
    {
        var models = Take(3);
        var seen = 0;
        var before = await CompareAsync(client, models, _options.Prompt, false, (item, _) => ValueTask.FromResult(item.IsText && ++seen >= EventsBeforeLeaving), cancellationToken).ConfigureAwait(false);
        Require(before.ComparisonId is not null, "The stream names no comparison_id, so nothing can be taken up again.");
        Require(before.Events[^1].Id is not null, "Events carry no id, so nothing can be taken up again.");
        var after = await client.FollowAsync(before.ComparisonId, models, before.Events[^1].Id, cancellationToken).ConfigureAwait(false);
        var whole = new ObservedComparison(models, before.ComparisonId, [.. before.Events, .. after.Events], after.Total, null);
        RequireWhole(whole);
        await RequireStoredAsync(client, whole, cancellationToken).ConfigureAwait(false);
        var again = await client.FollowAsync(before.ComparisonId, models, null, cancellationToken).ConfigureAwait(false);
        Require(
            again.Events.Select(static item => item.Id).SequenceEqual(whole.Events.Select(static item => item.Id)),
            $"The stream from its start has {again.Events.Count} events, the two parts have {before.Events.Count} and {after.Events.Count}.");
        return $"left after {before.Events.Count} events, took up {after.Events.Count} more behind the last one: together they are the whole stream, and all text is there";
    }

    private async Task<string> CheckStillUpAsync(ComparisonClient client, CancellationToken cancellationToken)
    {
        var before = _uptimeSeconds;
        var detail = await CheckHealthAsync(client, cancellationToken).ConfigureAwait(false);
        Require(before is null || _uptimeSeconds >= before, "The server has been started anew while the checks ran.");
        return detail;
    }

    private static void RequireWhole(ObservedComparison observed)
    {
        var error = observed.Events.FirstOrDefault(static item => item.Type == "error");
        Require(error is null, "The server reports a fault outside the lanes.");
        Require(observed.IsComplete, $"The stream broke off after {observed.Events.Count} events, without \"complete\".");
        foreach (var lane in observed.Lanes)
        {
            var ends = lane.Events.Count(static item => item.Type == "done");
            Require(ends == 1, $"Lane {lane.Lane} ({lane.Model}) has {ends} ends.");
        }

        var gap = observed.Events.Zip(observed.Events.Skip(1)).FirstOrDefault(static pair => pair.First.Id is { } first && pair.Second.Id is { } second && second <= first);
        Require(gap.First is null, $"Event {gap.Second?.Id} came behind event {gap.First?.Id}.");
    }

    private static async Task RequireStoredAsync(ComparisonClient client, ObservedComparison observed, CancellationToken cancellationToken)
    {
        Require(observed.ComparisonId is not null, "The stream names no comparison_id, so what arrived can't be held against what was written.");
        RequireSameText(observed, await client.GetAsync($"comparisons/{observed.ComparisonId}", cancellationToken).ConfigureAwait(false));
    }

    private static void RequireSameText(ObservedComparison observed, JsonObject stored)
    {
        var lanes = Lanes(stored).ToArray();
        Require(lanes.Length == observed.Lanes.Count, $"The server keeps {lanes.Length} lanes of {observed.Lanes.Count}.");
        foreach (var (lane, kept) in observed.Lanes.Zip(lanes).Where(static pair => pair.First.IsAnswered))
        {
            var text = ComparisonClient.Text(kept, "text") ?? "";
            Require(text == lane.Text, Say($"Chunks were lost: of lane {lane.Lane} ({lane.Model}) {lane.Text.Length} characters arrived, and the server keeps {text.Length}; they differ from character {lane.Text.AsSpan().CommonPrefixLength(text)} on."));
        }
    }

    private static CheckedRun Measure(string check, ObservedComparison observed, StreamAnalysis analysis)
    {
        var durations = observed.Lanes.Select(static lane => lane.End?.Duration).OfType<TimeSpan>().ToArray();
        var areAllKnown = durations.Length == observed.Lanes.Count;
        return new CheckedRun
        {
            Check = check,
            Models = observed.Lanes.Count,
            Verdict = analysis.Verdict,
            Reason = analysis.Reason,
            TotalMs = Round(observed.Total),
            StartSpreadMs = Round(observed.StartSpread),
            ServerStartSpreadMs = Round(observed.ServerStartSpread),
            DistinctAmongFirst = analysis.DistinctAmongFirst,
            SwitchShare = Math.Round(analysis.SwitchShare, 3),
            Overlap = analysis.Overlap is { } overlap ? Math.Round(overlap, 3) : null,
            SlowestLaneMs = areAllKnown ? Round(durations.Max()) : null,
            Speedup = areAllKnown && observed.Total > TimeSpan.Zero ? Math.Round(durations.Sum(static duration => duration.TotalSeconds) / observed.Total.TotalSeconds, 3) : null,
            Lanes = [.. observed.Lanes.Select(static lane => new CheckedLane(
                lane.Lane, lane.Model, Round(lane.FirstText), Round(lane.EndedAt), Round(lane.End?.Ttft), Round(lane.End?.Duration), lane.IsAnswered, lane.End?.Reason, lane.Text.Length))],
        };
    }

    /// <summary>As many models as asked for; where there are fewer, some twice: each is a lane of its own.</summary>
    private string[] Take(int count) => [.. Enumerable.Range(0, count).Select(index => _models[index % _models.Count])];

    private static string FirstTexts(CheckedRun run) =>
        string.Join(", ", run.Lanes.Select(static lane => lane.FirstTextMs).OfType<double>().Order().Take(3).Select(static time => (time / 1000).ToString("0.00", CultureInfo.InvariantCulture)));

    private static IEnumerable<JsonObject> Lanes(JsonObject stored) => (stored["lanes"] as JsonArray ?? []).OfType<JsonObject>();

    private static bool IsTrue(JsonObject json, string name) => json[name] is JsonValue value && value.TryGetValue<bool>(out var isTrue) && isTrue;

    private static double? Number(JsonObject json, string name) => json[name] is JsonValue value && value.TryGetValue<double>(out var number) ? number : null;

    private static string Verdict(StreamAnalysis analysis) => Shout(analysis.Verdict);

    private static string Shout(StreamVerdict verdict) => verdict.ToString().ToUpperInvariant();

    private static string Name(string check, int count) => string.Create(CultureInfo.InvariantCulture, $"{check}-{count}");

    private static double Round(TimeSpan time) => Math.Round(time.TotalMilliseconds, 3);

    private static double? Round(TimeSpan? time) => time is { } known ? Round(known) : null;

    private static void Require([System.Diagnostics.CodeAnalysis.DoesNotReturnIf(false)] bool isTrue, string otherwise)
    {
        if (!isTrue)
        {
            throw new VerificationException(otherwise);
        }
    }

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
