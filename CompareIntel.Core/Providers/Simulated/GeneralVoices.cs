using static CompareIntel.Core.Providers.Simulated.Voice;

namespace CompareIntel.Core.Providers.Simulated;

/// <summary>Voices for any question.</summary>
internal static class GeneralVoices
{
    public static string Quick(SimulatedSubject subject, Random random)
    {
        var (first, second, third) = (subject.Terms[0], subject.Terms[1], subject.Terms[2]);
        var lead = Pick(random, "the short version is this.", "here is what matters most.", "three things decide it.");
        var cost = Pick(
            random,
            "it looks small until the second month",
            "most surprises turn up there",
            "it is easy to start and hard to undo");
        var close = Pick(
            random,
            "If you only do one thing today, write down what a good result would look like. It is the cheapest step and the one that most people skip.",
            "Start with the smallest version that could be wrong in an interesting way. An hour with it teaches more than a week of reading.",
            "Decide now what would change your mind, and check for that first. Everything else can wait for a real case.");
        return $"""
            {Open(subject, $"on **{subject.Quoted}**, {lead}")}

            - **{first}** comes first, because the other choices follow from it.
            - **{second}** is where the effort hides: {cost}.
            - **{third}** can stay simple until a real case asks for more. Note down what you left out, so that nobody mistakes it for an oversight.

            {close}

            A good rule of thumb: spend a tenth of the time on a rough try, look honestly at what it did, and only then choose the tools.
            """;
    }

    public static string Thorough(SimulatedSubject subject, Random random)
    {
        var (first, second, third) = (subject.Terms[0], subject.Terms[1], subject.Terms[2]);
        var weight = $"0.{random.Next(2, 6)}";
        var lead = Pick(
            random,
            "the question has a quick answer and a lasting one. This is the lasting one.",
            "it pays to separate what is known from what is merely likely.",
            "most disagreements come from weighing the same facts differently.");
        var advice = Pick(
            random,
            "Take the option that is easiest to leave again, unless a measurement speaks clearly for another.",
            "Choose what the next person can explain, and keep the clever variant for when it is needed.",
            "Begin with the boring option, and let a failing case earn every addition.");
        return $$"""
            ## {{subject.Title}}

            {{Open(subject, lead)}}

            ### What is at stake

            1. **{{first}}** sets the frame.
               - Who depends on it today?
               - What happens when it is wrong for a day?
            2. **{{second}}** drives the cost, mostly later than expected.
            3. **{{third}}** is what people will notice.

            ### The options side by side

            | Option | {{first}} | {{second}} | Can be undone |
            |---|:-:|:-:|:-:|
            | Keep it simple | good | fair | yes |
            | Build it fully | very good | poor | hardly |
            | Wait and measure | fair | good | yes |

            A weighted sum makes the choice open to argument instead of taste. With a weight of $w = {{weight}}$ for {{first}}:

            $$
            S = w \cdot s_1 + (1 - w) \cdot s_2, \qquad 0 \le w \le 1
            $$

            ```python
            def score(first, second, w={{weight}}):
                # Both scores stand between 0 and 1.
                return w * first + (1 - w) * second

            options = {"simple": (0.7, 0.6), "full": (0.9, 0.2)}
            print(max(options, key=lambda name: score(*options[name])))
            ```

            ### What I would do

            {{advice}} Then look at **{{third}}** again after two weeks, with numbers. The [decision matrix](https://en.wikipedia.org/wiki/Decision-matrix_method) is a good next read.

            > A plan that names its weakest point is worth more than one that has none.

            In one sentence: frame {{subject.Quoted}} by {{first}}, keep an eye on {{second}}, and change course early rather than late.
            """;
    }

    public static string Terse(SimulatedSubject subject, Random random) => Open(subject, Pick(
        random,
        $"Fix **{subject.Terms[0]}** first; {subject.Terms[1]} follows from it.",
        $"Try the smallest version, measure {subject.Terms[0]}, then decide.",
        $"It depends on {subject.Terms[0]}. If in doubt, keep {subject.Terms[1]} simple."));

    public static string Planner(SimulatedSubject subject, Random random)
    {
        var (first, second, third) = (subject.Terms[0], subject.Terms[1], subject.Terms[2]);
        var days = random.Next(2, 6);
        return $"""
            ### A plan for {subject.Quoted}

            {Open(subject, $"four steps, about {days} days, with a place to stop after each.")}

            1. **Frame it** (half a day)
               - Write one sentence that says who gains what.
               - List what is known about *{first}*:
                 - facts, with where they come from
                 - guesses, with how to check them
            2. **Try it small** ({days - 1} days)
               - Cover only {second}.
               - [ ] Someone outside the team can use it.
               - [ ] It is clear how to take it back.
            3. **Measure** (half a day)
               - Compare {third} before and after.
               - Keep the numbers next to the decision.
            4. **Decide**
               - Go on, change it or drop it; {Pick(random, "dropping it is a result as well", "a date for this stands in the calendar from day one")}.

            ---

            *The step most often skipped is the third. Put a name beside it.*
            """;
    }

    public static string Teacher(SimulatedSubject subject, Random random)
    {
        var picture = Pick(
            random,
            "a kitchen on a busy evening. The recipes are the easy part; what makes dinner arrive is who does what, and when",
            "packing for a journey. You can take almost anything, and the skill lies in what you leave at home",
            "a choir. Each voice can be right by itself, and it is still no music until they listen to one another");
        return $"""
            {Open(subject, $"let us look at **{subject.Quoted}** together.")}

            Think of {picture}. Now put *{subject.Terms[0]}* in the place of the people, and *{subject.Terms[1]}* in the place of the things they handle.

            **Why does that help?** Because you can ask the same questions of both:

            1. What has to happen first, and what may happen at the same time?
            2. What is scarce: time, space or attention?
            3. How would you notice early that something goes wrong?

            > If you can say where the picture stops fitting, you have understood the thing itself.

            Where does it stop fitting here? At {subject.Terms[2]}: in the picture it is given, and in your case it is a choice. So try this as an exercise: explain {subject.Terms[2]} to a friend in two sentences, without any technical word. The place where you get stuck is the place to read on.
            """;
    }
}
