using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using CompareIntel.Core.Providers;
using CompareIntel.Core.Providers.OpenAICompatible;

namespace CompareIntel.Benchmarks.Parts;

/// <summary>
/// One streamed answer's chunks to their texts: our reader against the platform's two general ways. The peers only take the text out; ours
/// also looks for reasoning, errors, usage and the rest.
/// </summary>
[MemoryDiagnoser]
public class ChunkParsingBenchmarks
{
    private const int Chunks = 1_000;

    private readonly FailureMapper _failures = new("up", new SecretRedactor(new ProviderOptions()), TimeProvider.System);

    /// <summary>As OpenRouter sends them.</summary>
    private readonly byte[][] _chunks =
    [
        .. Enumerable.Range(0, Chunks).Select(static number => Encoding.UTF8.GetBytes(
            $$"""{"id":"gen-1767225600-xK3jq0","provider":"Anthropic","model":"anthropic/claude-sonnet-4","object":"chat.completion.chunk","created":1767225600,"choices":[{"index":0,"delta":{"role":"assistant","content":" word{{number}}"},"finish_reason":null,"native_finish_reason":null,"logprobs":null}]}""")),
    ];

    [Benchmark(Baseline = true, OperationsPerInvoke = Chunks)]
    public int Document()
    {
        var length = 0;
        foreach (var chunk in _chunks)
        {
            using var document = JsonDocument.Parse(chunk);
            length += document.RootElement.GetProperty("choices")[0].GetProperty("delta").GetProperty("content").GetString()!.Length;
        }

        return length;
    }

    [Benchmark(OperationsPerInvoke = Chunks)]
    public int Serializer()
    {
        var length = 0;
        foreach (var chunk in _chunks)
        {
            length += JsonSerializer.Deserialize(chunk, ChunkJsonContext.Default.ChunkBody)!.Choices[0].Delta.Content!.Length;
        }

        return length;
    }

    [Benchmark(OperationsPerInvoke = Chunks)]
    public int ChunkReader()
    {
        var length = 0;
        var reader = new ChatChunkReader(_failures);
        foreach (var chunk in _chunks)
        {
            length += reader.Read("message", chunk, isAtEnd: false).Text!.Length;
        }

        return length;
    }
}
