using static CompareIntel.Core.Providers.Simulated.Voice;

namespace CompareIntel.Core.Providers.Simulated;

/// <summary>Voices with one favourite form.</summary>
internal static class SpecialistVoices
{
    public static string Coder(SimulatedSubject subject, Random random)
    {
        var weight = random.Next(2, 8);
        var code = subject.Language switch
        {
            "csharp" => $$"""
                ```csharp
                var weights = new Dictionary<string, int>
                {
                    ["{{subject.Terms[0]}}"] = {{weight}},
                    ["{{subject.Terms[1]}}"] = 2,
                    ["{{subject.Terms[2]}}"] = 1,
                };

                // Highest weight first; equal ones keep their order.
                foreach (var (name, weight) in weights.OrderByDescending(pair => pair.Value))
                {
                    Console.WriteLine($"{name,-20} {new string('#', weight)}");
                }
                ```
                """,
            "typescript" => $$"""
                ```typescript
                const weights: Record<string, number> = {
                  "{{subject.Terms[0]}}": {{weight}},
                  "{{subject.Terms[1]}}": 2,
                  "{{subject.Terms[2]}}": 1,
                };

                // Highest weight first; equal ones keep their order.
                for (const [name, weight] of Object.entries(weights).sort((a, b) => b[1] - a[1])) {
                  console.log(name.padEnd(20), "#".repeat(weight));
                }
                ```
                """,
            _ => $$"""
                ```python
                weights = {
                    "{{subject.Terms[0]}}": {{weight}},
                    "{{subject.Terms[1]}}": 2,
                    "{{subject.Terms[2]}}": 1,
                }

                # Highest weight first; equal ones keep their order.
                for name, weight in sorted(weights.items(), key=lambda item: -item[1]):
                    print(f"{name:<20} {'#' * weight}")
                ```
                """,
        };
        return $"""
            {Open(subject, $"a small program makes **{subject.Quoted}** concrete.")}

            {code}

            How it works:

            - The table at the top is all there is to change, so a test can replace it.
            - `sort` is stable, and the cost is `O(n log n)`; {Pick(random, "with three entries nobody will notice", "it matters only from some thousand entries on")}.
            - Nothing is read from outside, so the output is always the same.

            To try a variant, raise the weight of `{subject.Terms[1]}` to `{weight + 1}` and run it again: the first line changes, and so does the decision.
            """;
    }

    public static string Mathematician(SimulatedSubject subject, Random random)
    {
        var n = random.Next(3, 9);
        return $$"""
            {{Open(subject, $"before any calculation, *{subject.Quoted}* needs a definition.")}}

            **Definition.** Let $x_i \ge 0$ be what is spent on part $i$, for $i = 1, \dots, n$, where part 1 is *{{subject.Terms[0]}}* and part 2 is *{{subject.Terms[1]}}*. The budget is $\sum_i x_i = 1$, and the benefit is

            $$
            B(x) = \sum_{i=1}^{n} a_i \sqrt{x_i}, \qquad a_i > 0.
            $$

            **Claim.** The best split is $x_i = a_i^2 / \sum_j a_j^2$.

            **Proof.** By the Cauchy–Schwarz inequality

            $$
            B(x) \le \Big( \sum_i a_i^2 \Big)^{1/2} \Big( \sum_i x_i \Big)^{1/2} = \Big( \sum_i a_i^2 \Big)^{1/2},
            $$

            and both sides are equal exactly when $\sqrt{x_i}$ is proportional to $a_i$. $\blacksquare$

            **What it says.** With $n = {{n}}$ equal parts each one gets $1/{{n}}$. If *{{subject.Terms[0]}}* counts twice as much as each of the others, it gets $4/{{n + 3}}$: not twice the share but {{Pick(random, "four times", "$2^2$ times")}} that of another part. Whether *{{subject.Terms[2]}}* obeys a square root is of course for observation to decide.
            """;
    }

    public static string Tabulator(SimulatedSubject subject, Random random)
    {
        var (first, second, third) = (subject.Terms[0], subject.Terms[1], subject.Terms[2]);
        return $"""
            {Open(subject, $"**{subject.Quoted}** in two tables.")}

            | Aspect | Question to ask | Cheap check | Weight |
            |:--|:--|:--|--:|
            | {first} | What must be true? | ask one user | {random.Next(30, 50)} % |
            | {second} | What does it cost? | time one try | {random.Next(20, 30)} % |
            | {third} | Who will notice? | watch for a week | {random.Next(10, 20)} % |

            The rest of the weight is kept for what nobody has thought of yet.

            | Option | For | Against | Verdict |
            |:--|:--|:--|:-:|
            | Do it now | momentum, quick answers | {second} is still a guess | ◐ |
            | Do it small | can be undone, teaches a lot | looks unimpressive | **●** |
            | Leave it | costs nothing today | {first} stays open | ○ |

            Read the verdicts as {Pick(random, "a starting point for an argument", "a first guess")}: change a weight, and the order may change with it.
            """;
    }

    public static string Storyteller(SimulatedSubject subject, Random random)
    {
        var who = Pick(random, "Marta", "Old Henrik", "Amina", "Tomás");
        var where = Pick(random, "a harbour town where the fog comes early", "a workshop above a bakery", "the last station of a mountain railway");
        return $"""
            *{Open(subject, $"a story for {subject.Quoted}")}*

            In {where}, {who} kept a notebook in which nothing was ever crossed out. On its first page stood a single question: **{subject.Quoted}**

            The first visitor said that it was all about {subject.Terms[0]}. The second laughed and spoke of {subject.Terms[1]} until the tea was cold. The third said nothing, took the pencil, and drew a line between the two.

            “That is no answer,” said {who}.

            “It is the only thing that you can test,” said the visitor. “Move one end of it, and see whether the other one follows.”

            So they tried, with the smallest piece that they could find. {Pick(random, "It took an afternoon.", "It took until the lamps were lit.")} The line held at one end and broke at the other, and what was left on the table was {subject.Terms[2]}: small, plain and, as it turned out, enough.

            {who} turned the page and wrote: *Ask what follows what. Then pull.*
            """;
    }

    public static string Polyglot(SimulatedSubject subject, Random random) => $"""
        {Open(subject, $"the same advice on **{subject.Quoted}** for a table of many languages {Pick(random, "🌍", "🌏", "🌎")}")}

        - 🇬🇧 Begin small, look closely, and decide afterwards.
        - 🇩🇪 Fang klein an, schau genau hin und entscheide erst danach.
        - 🇫🇷 Commence petit, observe bien, et décide après.
        - 🇪🇸 Empieza con poco, observa con atención y decide después.
        - 🇬🇷 Ξεκίνα με λίγα, παρατήρησε καλά και αποφάσισε μετά.
        - 🇺🇦 Почни з малого, придивись уважно, а потім вирішуй.
        - 🇮🇱 התחל בקטן, הסתכל היטב, והחלט אחר כך.
        - 🇪🇬 ابدأ صغيرًا، وانظر بعناية، ثم قرّر.
        - 🇮🇳 छोटे से शुरू करें, ध्यान से देखें, फिर निर्णय लें।
        - 🇨🇳 从小处开始，仔细观察，然后再决定。
        - 🇯🇵 小さく始めて、よく見て、それから決めましょう。
        - 🇰🇷 작게 시작하고, 잘 살펴본 뒤에 결정하세요.

        | Term | Sign | Note |
        |---|:-:|---|
        | {subject.Terms[0]} | 🧭 | first, 最初に, أولًا |
        | {subject.Terms[1]} | ⚖️ | then, 其次, אחר כך |
        | {subject.Terms[2]} | 👩🏽‍🔬 | last, zuletzt, наостанок |

        Names stay as you wrote them; only the advice was translated. 🙂
        """;
}
