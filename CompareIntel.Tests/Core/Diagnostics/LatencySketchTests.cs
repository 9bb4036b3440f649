using CompareIntel.Core.Diagnostics.Samples;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace CompareIntel.Tests.Core.Diagnostics;

public sealed class LatencySketchTests
{
    [Property]
    public void Quantile_OfAnyTimes_IsWithinOnePerCentOfTheExactOne(FsCheck.PositiveInt seed, FsCheck.PositiveInt count)
    {
        var random = new Random(seed.Get);
        var times = Enumerable.Range(0, count.Get).Select(_ => Math.Exp((random.NextDouble() * 15) - 2)).ToArray();
        var sketch = Of(times);
        Array.Sort(times);

        foreach (var share in new[] { 0, 0.01, 0.5, 0.95, 0.99, 1 })
        {
            var exact = times[Math.Max(0, (int)Math.Ceiling(share * times.Length) - 1)];
            Assert.InRange(sketch.Quantile(share)!.Value, exact * (1 - LatencySketch.RelativeError - 1e-9), exact * (1 + LatencySketch.RelativeError + 1e-9));
        }
    }

    [Property]
    public void Sketches_AddedUpOrWrittenAndRead_AreTheSketchOfAll(FsCheck.PositiveInt seed, FsCheck.NonNegativeInt some, FsCheck.NonNegativeInt others)
    {
        var random = new Random(seed.Get);
        var times = Enumerable.Range(0, some.Get + others.Get).Select(_ => random.NextDouble() * 20_000).ToArray();
        var whole = Of(times);
        var added = Of(times[..some.Get]);
        added.Add(Of(times[some.Get..]));
        var read = new LatencySketch();
        read.Add(Of(times[..some.Get]).ToBytes());
        read.Add(Of(times[some.Get..]).ToBytes());

        Assert.Equal(whole.ToBytes(), added.ToBytes());
        Assert.Equal(whole.ToBytes(), read.ToBytes());
        Assert.Equal((times.Length, times.Length), (added.Count, read.Count));
    }

    [Fact]
    public void Quantile_WithoutTimes_IsNothing()
    {
        var sketch = new LatencySketch();
        sketch.Add(double.NaN);

        Assert.Null(sketch.Quantile(0.5));
        Assert.Empty(sketch.ToBytes());
    }

    [Theory]
    [InlineData(-5, 0.1)]
    [InlineData(0, 0.1)]
    [InlineData(double.PositiveInfinity, 9.8e8)]
    [InlineData(1e300, 9.8e8)]
    public void Add_TimesBeyondTheEnds_CountAsTheEnds(double time, double expected) => Assert.InRange(Of(time).Quantile(1)!.Value, expected, expected * 1.05);

    [Theory]
    [InlineData(new byte[] { 2, 1, 1 })]
    [InlineData(new byte[] { 1, 1 })]
    [InlineData(new byte[] { 1, 1, 0 })]
    [InlineData(new byte[] { 1, 0x81 })]
    [InlineData(new byte[] { 1, 0xFF, 0xFF, 0x7F, 1 })]
    public void Add_BytesThatAreNone_SaysSo(byte[] bytes) => Assert.Throws<InvalidDataException>(() => new LatencySketch().Add(bytes));

    internal static LatencySketch Of(params double[] times)
    {
        var sketch = new LatencySketch();
        foreach (var time in times)
        {
            sketch.Add(time);
        }

        return sketch;
    }
}
