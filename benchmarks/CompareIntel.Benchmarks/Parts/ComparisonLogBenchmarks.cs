using System.Threading.Channels;
using BenchmarkDotNet.Attributes;
using CompareIntel.Core.Comparisons;

namespace CompareIntel.Benchmarks.Parts;

/// <summary>
/// Events from their writers to all their readers: the log against what stands nearest in the platform, a channel per reader that every
/// writer writes to. The channel gives no replay; the log has to pay for it and still keep up.
/// </summary>
[MemoryDiagnoser]
public class ComparisonLogBenchmarks
{
    private const int Events = 9_000;

    [Params("1 to 1", "9 to 3")]
    public string Shape { get; set; } = "";

    private (int Writers, int Readers) Counts => Shape == "1 to 1" ? (1, 1) : (9, 3);

    [Benchmark(Baseline = true, OperationsPerInvoke = Events)]
    public async Task<long> ChannelPerReader()
    {
        var (writers, readers) = Counts;
        var channels = Enumerable.Range(0, readers)
            .Select(_ => Channel.CreateUnbounded<ComparisonEvent>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = writers == 1 }))
            .ToArray();
        var counts = channels.Select(static channel => Task.Run(() => CountAsync(channel.Reader.ReadAllAsync(CancellationToken.None)))).ToArray();
        await WriteAllAsync(writers, item => Array.ForEach(channels, channel => channel.Writer.TryWrite(item)));
        Array.ForEach(channels, static channel => channel.Writer.Complete());
        return (await Task.WhenAll(counts)).Sum();
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public async Task<long> Log()
    {
        var (writers, readers) = Counts;
        var log = new ComparisonLog(TimeProvider.System);
        var counts = Enumerable.Range(0, readers).Select(_ => Task.Run(() => CountAsync(log.ReadAsync()))).ToArray();
        await WriteAllAsync(writers, log.Append);
        log.Append(new ComparisonEnded(ComparisonState.Completed, new ComparisonSummary
        {
            Lanes = writers,
            Finished = writers,
            Failed = 0,
            Duration = TimeSpan.Zero,
            EndedAt = DateTimeOffset.UnixEpoch,
        }));
        return (await Task.WhenAll(counts)).Sum();
    }

    private static Task WriteAllAsync(int writers, Action<ComparisonEvent> write) => Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(() =>
    {
        for (var i = writer; i < Events; i += writers)
        {
            // An event belongs to one log, so each run makes its own; both ways pay the same for it.
            write(new TextReceived(writer, "text"));
        }
    })));

    private static async Task<long> CountAsync(IAsyncEnumerable<ComparisonEvent> events)
    {
        var count = 0L;
        await foreach (var item in events)
        {
            count++;
        }

        return count;
    }
}
