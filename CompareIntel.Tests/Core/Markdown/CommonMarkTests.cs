using FsCheck.Xunit;

namespace CompareIntel.Tests.Core.Markdown;

public sealed class CommonMarkTests
{
    public static TheoryData<int> Examples => [.. Enumerable.Range(0, CommonMarkExamples.All.Count)];

    [Fact]
    public void Examples_OfTheSpecification_AreAllThere() => Assert.Equal(652, CommonMarkExamples.All.Count);

    [Theory]
    [MemberData(nameof(Examples))]
    public void Complete_ExampleGivenWhole_ShowsWhatMarkdigShows(int example)
    {
        var text = CommonMarkExamples.All[example];
        Assert.Equal(DomOutline.OfMarkdig(text), DomOutline.OfNodes(MarkdownStream.Whole(text).ToDocument()));
    }

    [Property(MaxTest = 30)]
    public void Complete_ExamplesInAnySplit_ShowWhatMarkdigShows(int seed)
    {
        var random = new Random(seed);
        foreach (var text in CommonMarkExamples.All)
        {
            var builder = MarkdownStream.Split(text, random, longest: 8);
            Assert.Equal(DomOutline.OfMarkdig(text), DomOutline.OfNodes(builder.ToDocument()));
            Assert.Equal(text, builder.ToString());
        }
    }
}
