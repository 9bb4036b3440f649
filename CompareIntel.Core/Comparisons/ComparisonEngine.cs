using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using CompareIntel.Core.Administration;
using CompareIntel.Core.Catalog;
using CompareIntel.Core.Diagnostics;
using CompareIntel.Core.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CompareIntel.Core.Comparisons;

/// <summary>Runs comparisons: every lane at once, each to its own end, all into one log.</summary>
public sealed partial class ComparisonEngine
{
    // Without vowels and look-alikes: 20 of 27 characters are 95 bits, and never a word.
    private const string IdAlphabet = "23456789bcdfghjkmnpqrstvwxz";
    private const int IdLength = 20;

    private readonly EngineServices _services;
    private readonly IOptionsMonitor<ComparisonOptions> _options;
    private readonly ModelStatistics _statistics;

    /// <summary>Without <paramref name="switches"/> no provider is ever off.</summary>
    public ComparisonEngine(
        ModelResolver resolveModel,
        LaneGates gates,
        ModelStatistics statistics,
        EngineTelemetry telemetry,
        IOptionsMonitor<ComparisonOptions> options,
        TimeProvider timeProvider,
        ILogger<ComparisonEngine> logger,
        RuntimeSwitches? switches = null)
    {
        _services = new EngineServices(resolveModel, gates, telemetry, timeProvider, logger, switches);
        _statistics = statistics;
        _options = options;
    }

    /// <summary>
    /// Runs a comparison and streams its events, from the first to <see cref="ComparisonEnded"/>. The caller owns the run: cancelling, or leaving the
    /// loop early, stops it and waits until every provider call has ended.
    /// </summary>
    /// <exception cref="ArgumentException">The prompt is blank, or there are no lanes or too many.</exception>
    public async IAsyncEnumerable<ComparisonEvent> RunAsync(
        ComparisonRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var run = Prepare(request);
        var running = run.RunAsync();
        try
        {
            await foreach (var item in run.Log.ReadAsync(0, cancellationToken).ConfigureAwait(false))
            {
                yield return item;
            }
        }
        finally
        {
            run.CutAll(LaneCutoff.Stopped);
            await running.ConfigureAwait(false);
        }
    }

    /// <summary>An id that nobody can guess.</summary>
    public static string NewId() => RandomNumberGenerator.GetString(IdAlphabet, IdLength);

    /// <summary>A run that is ready to start. Its lanes are in its log already. <paramref name="conversationId"/> is null for a first turn.</summary>
    internal ComparisonRun Prepare(ComparisonRequest request, string? conversationId = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentException.ThrowIfNullOrWhiteSpace(request.Prompt);
        var options = _options.CurrentValue;
        if (request.Lanes.Count < 1 || request.Lanes.Count > options.MaxLanes)
        {
            throw new ArgumentException($"A comparison has 1 to {options.MaxLanes} lanes, not {request.Lanes.Count}.", nameof(request));
        }

        var id = NewId();
        return new ComparisonRun(id, request, conversationId, _services, options, ended => OnLaneEnded(id, request.Lanes[ended.Lane].Model, ended));
    }

    private void OnLaneEnded(string comparisonId, string model, LaneEnded ended)
    {
        _statistics.Record(model, ended);
        var metrics = ended.Metrics;
        Log.LaneEnded(
            _services.Logger,
            comparisonId,
            ended.Lane,
            model,
            ended.State,
            ended.Failure?.Kind,
            metrics.TimeToFirstToken?.TotalMilliseconds,
            metrics.Duration.TotalMilliseconds,
            metrics.InputTokens,
            metrics.OutputTokens,
            metrics.Attempts);
    }

    private static partial class Log
    {
        [LoggerMessage(
            1000,
            LogLevel.Information,
            "Comparison {ComparisonId} lane {Lane} ({Model}) {State} {Failure} ttft {TtftMs:0.0} ms, duration {DurationMs:0.0} ms, tokens {InputTokens} in {OutputTokens} out, attempts {Attempts}")]
        public static partial void LaneEnded(
            ILogger logger,
            string comparisonId,
            int lane,
            string model,
            LaneState state,
            FailureKind? failure,
            double? ttftMs,
            double durationMs,
            long? inputTokens,
            long? outputTokens,
            int attempts);
    }
}
