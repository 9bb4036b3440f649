using System.Globalization;

namespace CompareIntel.Benchmarks.Soak;

/// <summary>The course of memory as a small table, and whether it is flat.</summary>
internal sealed class SoakReport(SoakOptions options, IReadOnlyList<SoakSample> samples)
{
    private const double BytesPerMegabyte = 1e6;
    private const int MostRows = 24;
    private const int BarWidth = 40;
    private const int LeastSamples = 10;

    /// <summary>What the verdict rests on: the second half.</summary>
    private IReadOnlyList<SoakSample> Second => [.. samples.Where(sample => sample.At >= samples[^1].At / 2)];

    public bool IsFlat => Second.Count >= LeastSamples && Resident.IsFlat && Heap.IsFlat;

    private MemoryTrend Resident => TrendOf(static sample => sample.ResidentBytes);

    private MemoryTrend Heap => TrendOf(static sample => sample.HeapBytes);

    public async Task WriteAsync(TextWriter output)
    {
        await output.WriteLineAsync("minute  comparisons  M deltas  RSS MB  heap MB  RSS");
        var most = samples.Max(static sample => sample.ResidentBytes);
        var step = Math.Max(1, (samples.Count + MostRows - 1) / MostRows);
        // The last sample is always among them.
        foreach (var sample in samples.Where((_, index) => (samples.Count - 1 - index) % step == 0))
        {
            var bar = new string('#', (int)Math.Round(BarWidth * (double)sample.ResidentBytes / most));
            await WriteAsync(output, $"{sample.At.TotalMinutes,6:0.0}  {sample.Comparisons,11}  {DeltasOf(sample) / 1e6,8:0.00}  {sample.ResidentBytes / BytesPerMegabyte,6:0}  {sample.HeapBytes / BytesPerMegabyte,7:0}  {bar}");
        }

        var last = samples[^1];
        await WriteAsync(output, $"{last.Comparisons} comparisons with {DeltasOf(last) / 1e6:0.0} M deltas: as in {options.HoursOf(last.Comparisons):0.0} h in which {options.Comparisons} people start one a minute.");
        if (Second.Count < LeastSamples)
        {
            await output.WriteLineAsync("Too few samples to say whether memory is flat.");
            return;
        }

        await WriteAsync(output, "RSS", Resident);
        await WriteAsync(output, "heap", Heap);
    }

    private double DeltasOf(SoakSample sample) => (double)sample.Comparisons * options.Lanes * options.Deltas;

    /// <summary>By the hours of normal use that the load stands for, not those of the clock.</summary>
    private MemoryTrend TrendOf(Func<SoakSample, long> value) =>
        MemoryTrend.Of([.. Second.Select(sample => options.HoursOf(sample.Comparisons))], [.. Second.Select(sample => (double)value(sample))]);

    private static Task WriteAsync(TextWriter output, string name, MemoryTrend trend)
    {
        var verdict = trend.IsFlat ? "flat" : trend.IsGrowing ? "GROWS" : "UNCLEAR, let it run longer";
        return WriteAsync(output, $"{name}, second half: mean {trend.Mean / BytesPerMegabyte:0.0} MB, {trend.PerHour / BytesPerMegabyte:+0.00;-0.00} MB per hour of normal use, give or take {trend.Uncertainty / BytesPerMegabyte:0.00}, noise {trend.Noise / BytesPerMegabyte:0.0} MB: {verdict}");
    }

    private static Task WriteAsync(TextWriter output, FormattableString line) => output.WriteLineAsync(line.ToString(CultureInfo.InvariantCulture));
}
