using CompareIntel.Benchmarks.Processes;

namespace CompareIntel.Benchmarks.Soak;

/// <summary>
/// Hours of normal use in minutes: as many comparisons as they have, without the pauses between them and with faster answers. Looks at the product's memory
/// meanwhile and says whether it grows.
/// </summary>
internal static class SoakCommand
{
    private static readonly TimeProvider s_time = TimeProvider.System;
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(2);

    public static async Task<int> RunAsync(Arguments arguments, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var options = SoakOptions.Parse(arguments);
        var rigOptions = new RigOptions(options.Rate, options.Seconds, options.WebDll, WithFloor: false)
        {
            ProductSettings = new Dictionary<string, string> { ["Comparisons__RetainedMegabytes"] = $"{options.RetainedMegabytes}" },
        };
        await using var rig = await Rig.StartAsync(rigOptions, cancellationToken);
        await using var heap = new HeapCounter(rig.Product.Server.Id);
        var load = new SoakLoad(rig.Product, options);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = load.RunAsync(cancellationToken);
        var sampling = SampleAsync(rig.Product.Server, heap, load, end.Token);
        await running;
        await end.CancelAsync();
        var samples = await sampling;
        cancellationToken.ThrowIfCancellationRequested();

        var report = new SoakReport(options, samples);
        await report.WriteAsync(output);
        if (load.Faults > 0)
        {
            await error.WriteLineAsync($"{load.Faults} comparisons were not exact or failed. The first: {load.FirstFault}");
        }

        return report.IsFlat && load.Faults == 0 ? 0 : 1;
    }

    private static async Task<IReadOnlyList<SoakSample>> SampleAsync(ServerProcess server, HeapCounter heap, SoakLoad load, CancellationToken cancellationToken)
    {
        var samples = new List<SoakSample>();
        var startedAt = s_time.GetTimestamp();
        using var timer = new PeriodicTimer(s_interval, s_time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                samples.Add(new SoakSample(s_time.GetElapsedTime(startedAt), load.Ended, server.ResidentBytes, heap.Bytes));
            }
        }
        catch (OperationCanceledException)
        {
            // The load is over.
        }

        return samples;
    }
}
