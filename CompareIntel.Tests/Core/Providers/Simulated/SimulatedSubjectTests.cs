using CompareIntel.Core.Providers.Simulated;

namespace CompareIntel.Tests.Core.Providers.Simulated;

public sealed class SimulatedSubjectTests
{
    [Theory]
    [InlineData("How do I sort a list in Python?", "How do I sort a list in Python")]
    [InlineData("Hi, please explain Node.js 3.5.", "explain Node.js 3.5")]
    [InlineData("\n\n  Tell me about the Moon. And the Sun.", "Tell me about the Moon")]
    [InlineData("Please list everything that one should know about the sea and its many fish", "list everything that one should know about the sea and…")]
    [InlineData("`<b>|$x$|</b>`", "b x b")]
    [InlineData("Hi", "Hi")]
    [InlineData("", "No words")]
    public void Read_AnyPrompt_GivesAPlainTopicAndThreeTerms(string prompt, string topic)
    {
        var subject = SimulatedSubject.Read(prompt, null);

        Assert.Equal(topic, subject.Topic);
        Assert.Equal(3, subject.Terms.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }
}
