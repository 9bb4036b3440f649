using System.Diagnostics;
using System.Diagnostics.Metrics;
using CompareIntel.Core.Catalog;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Export;
using CompareIntel.Core.Providers;

namespace CompareIntel.Core.Telemetry;

/// <summary>
/// What the engine tells of itself: metrics at the ends of comparisons, lanes and attempts, and one trace per comparison. With nobody listening it costs a few
/// comparisons with null per lane, and nothing per delta but a count.
/// </summary>
public sealed class EngineTelemetry : IDisposable
{
    /// <summary>Name of the meter and of the source of traces.</summary>
    public const string Name = "CompareIntel";

    /// <summary>Models that the catalogue lists; catalogues change while the process lives.</summary>
    internal const int MostListedModels = 1_000;

    /// <summary>Models that no catalogue lists and that have answered all the same.</summary>
    internal const int MostUnlistedModels = 100;

    // The conventions' own boundaries.
    private static readonly double[] s_operationSeconds = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];
    private static readonly long[] s_tokens = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864];
    private static readonly double[] s_queueSeconds = [0.01, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600];

    private readonly BoundedNames _listedModels = new(MostListedModels);
    private readonly BoundedNames _unlistedModels = new(MostUnlistedModels);
    private readonly BoundedNames _responseModels = new(MostListedModels);
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _timeToFirstChunk;
    private readonly Histogram<long> _tokens;
    private readonly Histogram<double> _queueDuration;
    private readonly Counter<long> _comparisonsStarted;
    private readonly Counter<long> _comparisonsEnded;
    private readonly Counter<long> _lanesEnded;
    private readonly Counter<long> _retries;
    private readonly Counter<double> _cost;

    /// <param name="meters">Makes and owns the meter.</param>
    /// <param name="name">Another name keeps an engine that runs for the process's own purposes apart.</param>
    public EngineTelemetry(IMeterFactory meters, string name = Name)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(name);
        Source = new ActivitySource(name);
        _duration = meter.CreateHistogram(
            "gen_ai.client.operation.duration", "s", "From a lane's first request to its end, retries included.", null, new InstrumentAdvice<double> { HistogramBucketBoundaries = s_operationSeconds });
        _timeToFirstChunk = meter.CreateHistogram(
            "gen_ai.client.operation.time_to_first_chunk", "s", "From sending the request that succeeded to its first piece of reasoning or text.", null, new InstrumentAdvice<double> { HistogramBucketBoundaries = s_operationSeconds });
        _tokens = meter.CreateHistogram(
            "gen_ai.client.token.usage", "{token}", "Input and output tokens of a lane as the provider reported them.", null, new InstrumentAdvice<long> { HistogramBucketBoundaries = s_tokens });
        _queueDuration = meter.CreateHistogram(
            "compareintel.lane.queue.duration", "s", "How long a lane waited until its provider's gate let it in.", null, new InstrumentAdvice<double> { HistogramBucketBoundaries = s_queueSeconds });
        _comparisonsStarted = meter.CreateCounter<long>("compareintel.comparisons.started", "{comparison}", "Comparisons that were started.");
        _comparisonsEnded = meter.CreateCounter<long>("compareintel.comparisons.ended", "{comparison}", "Comparisons that have ended.");
        _lanesEnded = meter.CreateCounter<long>("compareintel.lanes.ended", "{lane}", "Lanes that have ended.");
        _retries = meter.CreateCounter<long>("compareintel.lane.retries", "{retry}", "Attempts that failed and were followed by another one.");
        _cost = meter.CreateCounter<double>("compareintel.lane.cost", "{USD}", "US dollars that ended lanes cost, where that is known.");
        meter.CreateObservableCounter("compareintel.deltas", ObserveDeltas, "{delta}", "Pieces of answers that arrived.");
    }

    internal ActivitySource Source { get; }

    internal DeltaCounter Deltas { get; } = new();

    public void Dispose() => Source.Dispose();

    internal void ComparisonStarted(ConcurrencyMode mode) => _comparisonsStarted.Add(1, Tag(TelemetryTags.ComparisonMode, ExportNames.Of(mode)));

    internal void ComparisonEnded(ComparisonState state) => _comparisonsEnded.Add(1, Tag(TelemetryTags.ComparisonState, ExportNames.Of(state)));

    internal void LaneWaited(IModelProvider provider, TimeSpan waited) => _queueDuration.Record(waited.TotalSeconds, Tag(TelemetryTags.Provider, provider.Name));

    internal void AttemptRetried(IModelProvider provider, FailureKind kind) =>
        _retries.Add(1, Tag(TelemetryTags.Provider, provider.Name), Tag(TelemetryTags.ErrorType, ExportNames.Of(kind)));

    /// <param name="model">Null where no provider was found.</param>
    /// <param name="server">Set exactly when <paramref name="model"/> is.</param>
    /// <param name="ended">The lane's end.</param>
    internal void LaneEnded(ResolvedModel? model, GenAIServer? server, LaneEnded ended)
    {
        var metrics = ended.Metrics;
        var modelName = model is null ? TelemetryTags.Other : NameOf(model, hasAnswered: metrics.TimeToFirstToken is not null);
        var lane = new TagList { { TelemetryTags.RequestModel, modelName }, { TelemetryTags.LaneState, ExportNames.Of(ended.State) } };
        AddTo(ref lane, TelemetryTags.Provider, model?.Provider.Name);
        AddTo(ref lane, TelemetryTags.ErrorType, ended.Failure is { } failure ? ExportNames.Of(failure.Kind) : null);
        _lanesEnded.Add(1, lane);
        if (server is null || metrics.Attempts == 0)
        {
            return;
        }

        var operation = new TagList
        {
            { TelemetryTags.Operation, TelemetryTags.Chat },
            { TelemetryTags.GenAIProvider, server.Name },
            { TelemetryTags.Provider, model!.Provider.Name },
            { TelemetryTags.RequestModel, modelName },
        };
        AddTo(ref operation, TelemetryTags.ResponseModel, metrics.ReportedModel is { Length: > 0 } reported ? _responseModels.Take(reported) : null);
        AddTo(ref operation, TelemetryTags.ServerAddress, server.Address);
        AddTo(ref operation, TelemetryTags.ServerPort, server.Port);
        if (metrics.TimeToFirstToken is { } first)
        {
            _timeToFirstChunk.Record(first.TotalSeconds, operation);
        }

        RecordTokens(operation, "input", metrics.InputTokens);
        RecordTokens(operation, "output", metrics.OutputTokens);
        if (metrics.CostUsd is { } cost and >= 0)
        {
            _cost.Add((double)cost, Tag(TelemetryTags.Provider, model.Provider.Name), Tag(TelemetryTags.RequestModel, modelName), Tag(TelemetryTags.IsEstimated, metrics.IsCostEstimated));
        }

        operation.Add(TelemetryTags.LaneState, ExportNames.Of(ended.State));
        AddTo(ref operation, TelemetryTags.ErrorType, ended.Failure is { } fault ? ExportNames.Of(fault.Kind) : null);
        _duration.Record(metrics.Duration.TotalSeconds, operation);
    }

    /// <summary>
    /// The model's name if it may have a series: the catalogue lists it, or it has answered. Everybody can ask for any name, and most providers take names that they don't list.
    /// </summary>
    private string NameOf(ResolvedModel model, bool hasAnswered) =>
        model.Descriptor is not null ? _listedModels.Take(model.ModelId)
        : hasAnswered ? _unlistedModels.Take(model.ModelId)
        : TelemetryTags.Other;

    private void RecordTokens(TagList tags, string type, long? tokens)
    {
        if (tokens is { } count and >= 0)
        {
            tags.Add(TelemetryTags.TokenType, type);
            _tokens.Record(count, tags);
        }
    }

    private IEnumerable<Measurement<long>> ObserveDeltas()
    {
        var (text, reasoning) = Deltas.Read();
        return [new(text, Tag(TelemetryTags.DeltaKind, "text")), new(reasoning, Tag(TelemetryTags.DeltaKind, "reasoning"))];
    }

    private static KeyValuePair<string, object?> Tag(string name, object value) => new(name, value);

    private static void AddTo(ref TagList tags, string name, object? value)
    {
        if (value is not null)
        {
            tags.Add(name, value);
        }
    }
}
