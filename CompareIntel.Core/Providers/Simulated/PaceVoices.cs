using static CompareIntel.Core.Providers.Simulated.Voice;

namespace CompareIntel.Core.Providers.Simulated;

/// <summary>Voices of the models that show a pace.</summary>
internal static class PaceVoices
{
    public static string Slow(SimulatedSubject subject, Random random) => $"""
        {Open(subject, $"let me take **{subject.Quoted}** one thought at a time.")}

        First, {subject.Terms[0]}. {Pick(random, "It has been there longest, and it will be there when the rest has changed.", "It looks settled, and it is worth asking when that was last checked.")}

        Second, {subject.Terms[1]}. Leave it alone until the first is clear.

        And last, {subject.Terms[2]}. Most of it solves itself.

        *Slow answers are not always better ones; this one is slow on purpose.*
        """;

    public static string Bursty(SimulatedSubject subject, Random random) => $"""
        {Open(subject, $"thoughts on **{subject.Quoted}**, in the order in which they came.")}

        1. {subject.Terms[0]} and {subject.Terms[1]} are one question and not two. Ask it once.
        2. What would be left if you removed {subject.Terms[2]}? {Pick(random, "Perhaps everything that you need.", "If the answer is nothing, start there.")}
        3. Try the version that can be thrown away:
           - it costs an afternoon,
           - it answers the question that nobody wrote down,
           - and nobody has to defend it afterwards.
        4. Then do it properly, or not at all.

        Between two bursts there is silence, as if the line had been cut. It had not: `{random.Next(10, 30)}` words were only waiting for one another.
        """;

    public static string Sprinter(SimulatedSubject subject, Random random) => $"""
        {Open(subject, $"**{subject.Quoted}**, at full speed:")}

        - start with {subject.Terms[0]}
        - measure {subject.Terms[1]}
        - drop {subject.Terms[2]} if it does not pay

        {Pick(random, "Speed helps only in the right direction, so check it every hundred metres.", "The quickest answer is the one that needs no second one.")} Done is a date and not a feeling: name the day on which you look at the result, and invite somebody who disagrees.

        | Step | Time |
        |---|--:|
        | think | {random.Next(5, 15)} min |
        | try | {random.Next(1, 4)} h |
        | look | {random.Next(10, 30)} min |
        """;
}
