using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Diagnostics.Periods;
using CompareIntel.Core.Diagnostics.Samples;

namespace CompareIntel.Tests.Core.Diagnostics;

public sealed class PeriodComparisonTests
{
    [Fact]
    public void Of_OneThatGotSlowerAndFailsMore_SaysSoWithItsRange()
    {
        var differences = PeriodComparison.Of(Lanes(200, 2, 500), Lanes(200, 40, 900));

        Assert.All(differences, static figure => Assert.Equal(DifferenceVerdict.Worse, figure.Verdict));
        var errors = differences[0];
        Assert.Equal((0.01, 0.2, 200L), (errors.Before!.Value, errors.After!.Value, errors.CountBefore));
        Assert.Equal("higher, beyond chance", DifferenceText.Verdict(errors));
        Assert.Equal("+19.0 points", DifferenceText.Change(errors.Figure, errors.Difference));
        Assert.Equal("slower, beyond chance", DifferenceText.Verdict(differences[1]));
        Assert.Matches(@"^\+\d+ ms to \+\d+ ms$", DifferenceText.Range(differences[1]));
    }

    [Fact]
    public void Of_OneThatGotFaster_SaysSo() =>
        Assert.Equal("faster, beyond chance", DifferenceText.Verdict(PeriodComparison.Of(Lanes(100, 0, 900), Lanes(100, 0, 500))[1]));

    [Fact]
    public void Of_ADifferenceThatChanceMakes_SaysThatThereIsNone()
    {
        var differences = PeriodComparison.Of(Lanes(100, 5, 500), Lanes(100, 6, 502));

        Assert.All(differences, static figure => Assert.Equal("within chance", DifferenceText.Verdict(figure)));
    }

    [Fact]
    public void Of_TooFewLanes_SaysSoAndGivesNoRange()
    {
        var differences = PeriodComparison.Of(Lanes(19, 0, 500), Lanes(100, 50, 5_000));

        Assert.All(differences, static figure => Assert.Equal(DifferenceVerdict.TooFew, figure.Verdict));
        Assert.Equal("too few to say (19 and 100)", DifferenceText.Verdict(differences[0]));
        Assert.Equal("", DifferenceText.Range(differences[0]));
        var median = PeriodComparison.Of(Lanes(40, 0, 500), Lanes(40, 0, 5_000));
        Assert.Equal([DifferenceVerdict.Worse, DifferenceVerdict.TooFew], median.Skip(1).Take(2).Select(static figure => figure.Verdict));
    }

    [Fact]
    public void Of_ModelsThatOnlyOneSideHas_AreThere()
    {
        var comparison = PeriodComparison.Of(Report(("p", "old")), Report(("p", "new"), ("", "")));

        Assert.Equal(["new", "old"], comparison.Models.Select(static model => model.Model));
        Assert.All(comparison.Models, static model => Assert.Equal(DifferenceVerdict.TooFew, model.Figures[0].Verdict));
        Assert.Equal("none", DifferenceText.Value(ComparedFigure.ErrorRate, comparison.Models[0].Figures[0].Before));
    }

    private static LaneFigures Lanes(int count, int failed, double ttft)
    {
        var figures = new LaneFigures();
        for (var lane = 0; lane < count; lane++)
        {
            figures.Add(MadeSamples.Sample(DateTimeOffset.UnixEpoch, ttft: ttft * (0.8 + (0.004 * (lane % 100))), failure: lane < failed ? FailureKind.Stalled : null));
        }

        return figures;
    }

    private static LaneReport Report(params (string Provider, string Model)[] models) => new()
    {
        From = DateTimeOffset.UnixEpoch,
        To = DateTimeOffset.UnixEpoch.AddHours(1),
        Step = TimeSpan.Zero,
        All = Lanes(models.Length, 0, 1),
        Models = [.. models.Select(static model => new ModelFigures(model.Provider, model.Model, Lanes(1, 0, 1)))],
        Providers = [],
        Bins = [],
        Choices = models,
    };
}
