using System.Collections.Frozen;
using System.Collections.Immutable;

namespace CompareIntel.Core.Providers.Simulated;

/// <summary>The simulated models. The first three are the line-up that a new page shows.</summary>
internal static class SimulatedModels
{
    private const string General = "General";
    private const string Reasoning = "Reasoning";
    private const string Specialist = "Specialist";
    private const string Pace = "Pace";
    private const string Faults = "Faults";

    private static readonly FrozenDictionary<string, SimulatedModel> s_byId;

    static SimulatedModels()
    {
        All = [.. Healthy(), .. Failing()];
        s_byId = All.ToFrozenDictionary(static model => model.Id, StringComparer.Ordinal);
    }

    /// <summary>All of them, in the order in which they are listed.</summary>
    public static ImmutableArray<SimulatedModel> All { get; }

    /// <summary>The model with exactly this id, or null.</summary>
    public static SimulatedModel? Find(string? id) => id is null ? null : s_byId.GetValueOrDefault(id);

    private static IEnumerable<SimulatedModel> Healthy() =>
    [
        new("quick", "Quick", General, "Starts at once and keeps to the essentials.")
        {
            Write = GeneralVoices.Quick,
            FirstTokenFrom = TimeSpan.FromMilliseconds(250),
            FirstTokenTo = TimeSpan.FromMilliseconds(400),
            TokensPerSecond = 95,
        },
        new("thinker", "Thinker", Reasoning, "Reasons for about two seconds before it writes.")
        {
            Write = ReasoningVoices.Thinker,
            Reason = ReasoningVoices.ThinkerReasoning,
            FirstTokenFrom = TimeSpan.FromMilliseconds(500),
            FirstTokenTo = TimeSpan.FromMilliseconds(700),
            TokensPerSecond = 85,
        },
        new("thorough", "Thorough", General, "A long answer with headings, a table, code and a formula.")
        {
            Write = GeneralVoices.Thorough,
            FirstTokenFrom = TimeSpan.FromMilliseconds(750),
            FirstTokenTo = TimeSpan.FromMilliseconds(1050),
            TokensPerSecond = 100,
        },
        new("terse", "Terse", General, "One or two sentences, never more.")
        {
            Write = GeneralVoices.Terse,
            FirstTokenFrom = TimeSpan.FromMilliseconds(200),
            FirstTokenTo = TimeSpan.FromMilliseconds(350),
            TokensPerSecond = 60,
        },
        new("planner", "Planner", General, "Turns everything into steps with nested lists.")
        {
            Write = GeneralVoices.Planner,
            FirstTokenFrom = TimeSpan.FromMilliseconds(400),
            FirstTokenTo = TimeSpan.FromMilliseconds(700),
        },
        new("teacher", "Teacher", General, "Explains with a comparison from everyday life.")
        {
            Write = GeneralVoices.Teacher,
            FirstTokenFrom = TimeSpan.FromMilliseconds(400),
            FirstTokenTo = TimeSpan.FromMilliseconds(600),
            TokensPerSecond = 70,
        },
        new("skeptic", "Skeptic", Reasoning, "Doubts the question first, then answers what is left of it.")
        {
            Write = ReasoningVoices.Skeptic,
            Reason = ReasoningVoices.SkepticReasoning,
            FirstTokenFrom = TimeSpan.FromMilliseconds(600),
            FirstTokenTo = TimeSpan.FromMilliseconds(900),
            TokensPerSecond = 75,
        },
        new("coder", "Coder", Specialist, "Answers with a short program in the language that you name.")
        {
            Write = SpecialistVoices.Coder,
            TokensPerSecond = 100,
            Jitter = 0.4,
        },
        new("mathematician", "Mathematician", Specialist, "Answers with definitions, a formula and a small proof.")
        {
            Write = SpecialistVoices.Mathematician,
            FirstTokenFrom = TimeSpan.FromMilliseconds(500),
            FirstTokenTo = TimeSpan.FromMilliseconds(800),
        },
        new("tabulator", "Tabulator", Specialist, "Answers in tables.")
        {
            Write = SpecialistVoices.Tabulator,
            TokensPerSecond = 90,
        },
        new("storyteller", "Storyteller", Specialist, "Wraps the answer in a short story.")
        {
            Write = SpecialistVoices.Storyteller,
            FirstTokenFrom = TimeSpan.FromMilliseconds(500),
            FirstTokenTo = TimeSpan.FromMilliseconds(700),
            TokensPerSecond = 75,
        },
        new("polyglot", "Polyglot", Specialist, "Says it in several languages and scripts, right-to-left ones and emoji among them.")
        {
            Write = SpecialistVoices.Polyglot,
            TokensPerSecond = 70,
        },
        new("slow", "Slow", Pace, "Takes its time before the first word and after it.")
        {
            Write = PaceVoices.Slow,
            FirstTokenFrom = TimeSpan.FromMilliseconds(1600),
            FirstTokenTo = TimeSpan.FromMilliseconds(2000),
            TokensPerSecond = 40,
            Jitter = 0.9,
        },
        new("bursty", "Bursty", Pace, "Holds back and then sends many words at once.")
        {
            Write = PaceVoices.Bursty,
            TokensPerSecond = 60,
            BurstTokens = 24,
        },
        new("sprinter", "Sprinter", Pace, "As quick as a stream can reasonably be.")
        {
            Write = PaceVoices.Sprinter,
            FirstTokenFrom = TimeSpan.FromMilliseconds(90),
            FirstTokenTo = TimeSpan.FromMilliseconds(150),
            TokensPerSecond = 120,
            Jitter = 0.2,
        },
    ];

    private static IEnumerable<SimulatedModel> Failing() =>
    [
        Failing("flaky", "Flaky", "Fails for about one prompt in three: before the first word or in the middle.", SimulatedFault.Flaky),
        Failing("fault-unauthorized", "Fault: unauthorized", "Refuses the key.", SimulatedFault.Unauthorized),
        Failing("fault-rate-limit", "Fault: rate limit", "Always says that there are too many requests.", SimulatedFault.RateLimited),
        Failing("fault-recovers", "Fault: recovers", "Says once that there are too many requests, then answers.", SimulatedFault.Recovers),
        Failing("fault-hang", "Fault: hang", "Never sends anything.", SimulatedFault.Hangs),
        Failing("fault-stall", "Fault: stall", "Falls silent in the middle of its answer.", SimulatedFault.Stalls),
        Failing("fault-reset", "Fault: reset", "Loses the connection in the middle of its answer.", SimulatedFault.ConnectionLost),
        Failing("fault-error", "Fault: error", "Reports an error in the middle of its answer.", SimulatedFault.ProviderError),
        Failing("fault-garbage", "Fault: garbage", "Sends something that is not the protocol.", SimulatedFault.Malformed),
        Failing("fault-empty", "Fault: empty", "Ends without a word.", SimulatedFault.Empty),
    ];

    private static SimulatedModel Failing(string id, string name, string description, SimulatedFault fault) =>
        new(id, name, Faults, description) { Write = GeneralVoices.Quick, Fault = fault };
}
