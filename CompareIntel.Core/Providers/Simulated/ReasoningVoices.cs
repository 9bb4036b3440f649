using static CompareIntel.Core.Providers.Simulated.Voice;

namespace CompareIntel.Core.Providers.Simulated;

/// <summary>Voices that think aloud before they answer.</summary>
internal static class ReasoningVoices
{
    public static string ThinkerReasoning(SimulatedSubject subject, Random random) => $"""
        The question is {subject.Quoted}. What is really asked here: a fact, a choice or a way to do it? Most likely {Pick(random, "a choice with a reason", "a way to do it", "a choice between two readings")}.

        Take {subject.Terms[0]} first. If it is fixed, the rest is a small problem; if it is open, {subject.Terms[1]} and {subject.Terms[2]} pull in different directions.

        Check the opposite: suppose {subject.Terms[1]} did not matter at all. Then the simplest option would win at once, and nobody would ask. So it does matter, and the answer has to say how much.

        {Pick(random, "A table would look tidy but hide the order of the steps.", "A long list would hide the one step that counts.")} Better: the claim, two reasons, one limit.
        """;

    public static string Thinker(SimulatedSubject subject, Random random) => $"""
        **{Open(subject, $"Treat {subject.Quoted} as a question of order, not of taste.")}**

        The order decides because each step narrows the next one:

        1. Settle **{subject.Terms[0]}**. As long as it is open, every comparison is between things that nobody wants.
        2. Let **{subject.Terms[1]}** follow. {Pick(random, "It has fewer sensible values than it seems, often only two.", "Once the first is settled, most of its variants fall away.")}
        3. Adjust **{subject.Terms[2]}** last, because it is the cheapest to change.

        Why not the other way round? Suppose you began with {subject.Terms[2]}. You would polish something that the first step may remove, and by then it would be hard to let go of it.

        A rough check: if each step leaves a third of the options, then three steps turn $27$ into $27 \cdot (1/3)^3 = 1$. That is the whole trick.

        **Where this may be wrong:** if {subject.Terms[0]} and {subject.Terms[1]} can't be separated, do both at once on the smallest case that you can find, and come back to the order later.
        """;

    public static string SkepticReasoning(SimulatedSubject subject, Random random) => $"""
        What does the question {subject.Quoted} take for granted? That {subject.Terms[0]} matters, and that {subject.Terms[1]} can be influenced. {Pick(random, "The second is not obvious.", "Neither has been shown.")} I should say so without being unhelpful, and still leave something to act on.
        """;

    public static string Skeptic(SimulatedSubject subject, Random random) => $"""
        {Open(subject, $"before answering, I would doubt three things about *{subject.Quoted}*.")}

        > “Everybody does it this way.” {Pick(random, "Everybody who still talks about it does.", "Ask those who stopped.")}

        - **Is {subject.Terms[0]} the cause or only the place where it shows?** Look for one case with it and no trouble.
        - **Does {subject.Terms[1]} change when you change it?** Some numbers only move when they are watched.
        - **Who checked?** A claim that can't fail a test has not passed one.

        What is left after the doubt is still useful: {subject.Terms[2]} can be observed at little cost. Watch it for a week, change *one* thing, and watch it for another. If you can't tell the two weeks apart, the change was not worth an argument.

        ~~It always depends~~ It depends on something that you can go and look at.
        """;
}
