using CompareIntel.Benchmarks.Client;
using CompareIntel.Benchmarks.Processes;

namespace CompareIntel.Benchmarks.Load;

/// <summary>One run of one system: all comparisons of a row, started together.</summary>
internal sealed record LoadRun
{
    private static readonly TimeProvider s_time = TimeProvider.System;

    /// <summary>Work that a system does after its answers are out, such as storing them, is counted too if it comes within this time.</summary>
    private static readonly TimeSpan s_settleTime = TimeSpan.FromMilliseconds(500);

    public required IReadOnlyList<ComparisonRecord> Comparisons { get; init; }

    /// <summary>From the first request to the last answer's end.</summary>
    public required TimeSpan Duration { get; init; }

    public required TimeSpan ServerCpu { get; init; }

    public required TimeSpan UpstreamCpu { get; init; }

    public required TimeSpan ClientCpu { get; init; }

    public required long PeakResidentBytes { get; init; }

    public required int PeakStreams { get; init; }

    public static async Task<LoadRun> ExecuteAsync(
        Rig rig,
        ComparisonClient client,
        LoadRow row,
        int deltas,
        TimeSpan limit,
        CancellationToken cancellationToken)
    {
        await rig.ResetPeakAsync(cancellationToken);
        var models = row.ToModels();
        using var stopSampling = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var peakResident = ResidentPeak.SampleAsync(client.Server, stopSampling.Token);
        var server = client.Server.CpuTime;
        var upstream = rig.Upstream.CpuTime;
        var own = ProcessClock.Read(Environment.ProcessId);
        var startedAt = s_time.GetTimestamp();
        var comparisons = await Task.WhenAll(
            Enumerable.Range(0, row.Comparisons).Select(_ => client.RunAsync(models, deltas, limit, cancellationToken)));
        var duration = s_time.GetElapsedTime(startedAt);
        await Task.Delay(s_settleTime, s_time, cancellationToken);
        var run = new LoadRun
        {
            Comparisons = comparisons,
            Duration = duration,
            ServerCpu = client.Server.CpuTime - server,
            UpstreamCpu = rig.Upstream.CpuTime - upstream,
            ClientCpu = ProcessClock.Read(Environment.ProcessId) - own,
            PeakStreams = await rig.ReadPeakAsync(cancellationToken),
            PeakResidentBytes = 0,
        };
        await stopSampling.CancelAsync();
        return run with { PeakResidentBytes = await peakResident };
    }
}
