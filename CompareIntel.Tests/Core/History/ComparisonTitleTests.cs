using CompareIntel.Core.History;

namespace CompareIntel.Tests.Core.History;

public sealed class ComparisonTitleTests
{
    [Theory]
    [InlineData("What is love?", "What is love?")]
    [InlineData("\n\n  # A **bold** `title`\nmore", "A bold title")]
    [InlineData("- an item", "an item")]
    [InlineData("> quoted", "quoted")]
    [InlineData("```csharp\nvar x = 1;\n```", "var x = 1;")]
    [InlineData("---\nText", "Text")]
    [InlineData("???", "???")]
    [InlineData("tabs\tand   spaces", "tabs and spaces")]
    [InlineData("<b>not markup</b>", "<b>not markup</b>")]
    public void Of_Prompt_IsItsFirstLineWithoutMarks(string prompt, string title) => Assert.Equal(title, ComparisonTitle.Of(prompt));

    [Fact]
    public void Of_LongLine_EndsWithAWord()
    {
        var title = ComparisonTitle.Of(string.Join(' ', Enumerable.Repeat("seven77", 40)));

        Assert.InRange(title.Length, 70, ComparisonTitle.MostCharacters);
        Assert.EndsWith(" seven77…", title, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_OneLongWord_IsCutBetweenCharacters()
    {
        var title = ComparisonTitle.Of("a" + string.Concat(Enumerable.Repeat("🎉", 200)));

        Assert.InRange(title.Length, 78, ComparisonTitle.MostCharacters);
        Assert.All(title.EnumerateRunes(), static rune => Assert.NotEqual(System.Text.Rune.ReplacementChar, rune));
    }

    [Theory]
    [InlineData(" a\nb ", "a b")]
    [InlineData(" \u0001 ", null)]
    public void Clean_Typed_IsOneLineOrNothing(string typed, string? title) => Assert.Equal(title, ComparisonTitle.Clean(typed));
}
