using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.Metrics;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Telemetry;
using CompareIntel.Web.Api;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CompareIntel.Benchmarks.Parts;

/// <summary>Text events to server-sent events: our writer against the serializer with generated code, both into a buffer of their own.</summary>
[MemoryDiagnoser]
public class EventWritingBenchmarks : IDisposable
{
    private const int Events = 1_000;
    private const int Lanes = 9;
    private const int LongestNumber = 20;

    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly EngineTelemetry _telemetry;
    private readonly Utf8JsonWriter _json;
    private readonly EventWriter _writer;
    private readonly ComparisonRequest _request = ComparisonRequest.Create(
        "prompt",
        Enumerable.Range(0, Lanes).Select(static lane => $"openrouter:vendor/model-{lane}"));

    private readonly TextReceived[] _events =
    [
        .. Enumerable.Range(1, Events).Select(static number => new TextReceived(number % Lanes, $" word{number}") { Sequence = number }),
    ];

    public EventWritingBenchmarks()
    {
        _json = new Utf8JsonWriter(_buffer);
        _telemetry = new EngineTelemetry(_meters.GetRequiredService<IMeterFactory>());
        var services = new EngineServices(NoModelAsync, new LaneGates(), _telemetry, TimeProvider.System, NullLogger.Instance);
        var run = new ComparisonRun("id", _request, null, services, new ComparisonOptions(), static _ => { });
        _writer = new EventWriter(new LiveComparison(_request, ComparisonOrigin.None, run, DateTimeOffset.UnixEpoch));
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Events)]
    public int Serializer()
    {
        _buffer.ResetWrittenCount();
        foreach (var item in _events)
        {
            _buffer.Write("id: "u8);
            Utf8Formatter.TryFormat(item.Sequence, _buffer.GetSpan(LongestNumber), out var digits);
            _buffer.Advance(digits);
            _buffer.Write("\ndata: "u8);
            _json.Reset();
            JsonSerializer.Serialize(
                _json,
                new DeltaEvent("chunk", _request.Lanes[item.Lane].Model, item.Lane, item.Text),
                ApiJsonContext.Default.DeltaEvent);
            _buffer.Write("\n\n"u8);
        }

        return _buffer.WrittenCount;
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public int Writer()
    {
        _writer.Clear();
        foreach (var item in _events)
        {
            _writer.Write(item);
        }

        return _writer.Length;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _json.Dispose();
        _writer.Dispose();
        _telemetry.Dispose();
        _meters.Dispose();
        GC.SuppressFinalize(this);
    }

    private static ValueTask<Core.Catalog.ResolvedModel?> NoModelAsync(string id, CancellationToken cancellationToken) => default;
}
