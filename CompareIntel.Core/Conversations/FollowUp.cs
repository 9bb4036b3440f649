using CompareIntel.Core.Comparisons;
using Microsoft.Extensions.AI;

namespace CompareIntel.Core.Conversations;

/// <summary>Makes the next turn of a conversation, and other branches of a turn. Every lane gets one history and nothing of another lane's.</summary>
public static class FollowUp
{
    /// <summary>The turn after <paramref name="turn"/>.</summary>
    /// <param name="turn">The turn before. Lanes that are continued have ended.</param>
    /// <param name="prompt">The prompt, not blank.</param>
    /// <param name="lanes">The lanes, in the order in which they are shown.</param>
    /// <param name="maxOutputTokens">For lanes that begin with nothing or have settings of their own; the others keep what they had.</param>
    /// <exception cref="ArgumentException">A lane continues one that the turn doesn't have or that still runs.</exception>
    public static ComparisonRequest Create(LiveComparison turn, string prompt, IReadOnlyList<FollowUpLane> lanes, int? maxOutputTokens = null)
    {
        ArgumentNullException.ThrowIfNull(turn);
        ArgumentNullException.ThrowIfNull(lanes);
        // Read once for all lanes: a log can be long.
        var transcripts = new Dictionary<string, ComparisonTranscript>(StringComparer.Ordinal);
        return new ComparisonRequest { Prompt = prompt, Lanes = [.. lanes.Select(ToLane)] };

        LaneRequest ToLane(FollowUpLane lane)
        {
            if (lane.Continues is not { } continued)
            {
                return Begin(lane, maxOutputTokens);
            }

            if (continued < 0 || continued >= turn.Request.Lanes.Count)
            {
                throw new ArgumentException($"The turn has no lane {continued}.", nameof(lanes));
            }

            if (!TranscriptOf(turn.LatestTake(continued)).IsOver)
            {
                throw new ArgumentException($"Lane {continued} still writes its answer.", nameof(lanes));
            }

            var takes = turn.TakesOf(continued).ToArray();
            var (comparison, own) = takes.FirstOrDefault(take => TranscriptOf(take).Answer.Length > 0, takes[0]);
            return Set(lane, maxOutputTokens, comparison.Request.Lanes[own] with
            {
                Model = lane.Model,
                History = HistoryAfter(comparison, own, TranscriptOf((comparison, own)).Answer),
                HistoryFrom = new LaneReference(comparison.Id, own),
            });
        }

        (string Answer, bool IsOver) TranscriptOf((LiveComparison Comparison, int Lane) take)
        {
            if (!transcripts.TryGetValue(take.Comparison.Id, out var transcript))
            {
                transcripts[take.Comparison.Id] = transcript = ComparisonTranscript.Of(take.Comparison.Log);
            }

            return (transcript.TextOf(take.Lane), transcript.Progress.Lanes[take.Lane].State.IsTerminal());
        }
    }

    /// <summary>The turn as another branch, with another prompt.</summary>
    /// <param name="turn">The turn that it stands beside.</param>
    /// <param name="prompt">The prompt, not blank.</param>
    /// <param name="lanes">The lanes. One that continues a lane of the turn gets the history that this one had.</param>
    /// <param name="maxOutputTokens">For lanes that begin with nothing or have settings of their own; the others keep what they had.</param>
    /// <exception cref="ArgumentException">A lane continues one that the turn doesn't have.</exception>
    public static ComparisonRequest Instead(LiveComparison turn, string prompt, IReadOnlyList<FollowUpLane> lanes, int? maxOutputTokens = null)
    {
        ArgumentNullException.ThrowIfNull(turn);
        ArgumentNullException.ThrowIfNull(lanes);
        return new ComparisonRequest
        {
            Prompt = prompt,
            Lanes =
            [
                .. lanes.Select(lane => lane.Continues switch
                {
                    null => Begin(lane, maxOutputTokens),
                    { } continued when continued >= 0 && continued < turn.Request.Lanes.Count => Set(lane, maxOutputTokens, turn.Request.Lanes[continued] with { Model = lane.Model }),
                    { } continued => throw new ArgumentException($"The turn has no lane {continued}.", nameof(lanes)),
                }),
            ],
        };
    }

    /// <summary>The first turn of a conversation.</summary>
    /// <param name="prompt">The prompt, not blank.</param>
    /// <param name="lanes">The lanes; what they continue is not looked at.</param>
    /// <param name="maxOutputTokens">Output tokens at most, which a lane's settings can lower.</param>
    public static ComparisonRequest Begin(string prompt, IReadOnlyList<FollowUpLane> lanes, int? maxOutputTokens = null)
    {
        ArgumentNullException.ThrowIfNull(lanes);
        return new ComparisonRequest { Prompt = prompt, Lanes = [.. lanes.Select(lane => Begin(lane, maxOutputTokens))] };
    }

    /// <summary>Where a turn after <paramref name="turn"/> stands; it has the same owner.</summary>
    public static ComparisonOrigin OriginAfter(LiveComparison turn)
    {
        ArgumentNullException.ThrowIfNull(turn);
        return turn.Origin with { ConversationId = turn.Origin.ConversationId ?? turn.Id, ParentId = turn.Id };
    }

    /// <summary>Where another branch of <paramref name="turn"/> stands; it has the same owner.</summary>
    public static ComparisonOrigin OriginBeside(LiveComparison turn)
    {
        ArgumentNullException.ThrowIfNull(turn);
        return turn.Origin with { ConversationId = turn.Origin.ConversationId ?? turn.Id, ParentId = turn.Origin.ParentId };
    }

    private static LaneRequest Begin(FollowUpLane lane, int? maxOutputTokens) => (lane.Settings ?? LaneSettings.Default).ApplyTo(new LaneRequest(lane.Model), maxOutputTokens);

    private static LaneRequest Set(FollowUpLane lane, int? maxOutputTokens, LaneRequest continued) => lane.Settings?.ApplyTo(continued, maxOutputTokens) ?? continued;

    /// <summary>
    /// What a lane has said and heard, oldest first: its history, the prompt and its answer. A turn that it did not answer leaves no trace, so that
    /// no prompt stands there without an answer.
    /// </summary>
    internal static IReadOnlyList<ChatMessage> HistoryAfter(LiveComparison comparison, int lane, string answer)
    {
        var history = comparison.Request.Lanes[lane].History;
        return answer.Length == 0
            ? history
            : [.. history, new ChatMessage(ChatRole.User, comparison.Request.Prompt), new ChatMessage(ChatRole.Assistant, answer)];
    }
}
