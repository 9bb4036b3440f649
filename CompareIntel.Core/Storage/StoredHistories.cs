using System.Text;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.AI;

namespace CompareIntel.Core.Storage;

/// <summary>
/// Finds the messages before a lane's prompt, which are stored once, with the turns that they come from. Keeps what it has read; used by one consumer for one
/// question.
/// </summary>
internal sealed class StoredHistories(ComparisonDbContext context)
{
    private const int ReadTogether = 100;

    private readonly Dictionary<string, Turn> _turns = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Id, int Lane), ChatMessage?> _answers = [];

    /// <summary>The messages before the prompt of each of these lanes, oldest first.</summary>
    /// <exception cref="InvalidDataException">A turn that they come from is not there, or can't be read.</exception>
    public async Task<IReadOnlyList<IReadOnlyList<ChatMessage>>> ReadAsync(IReadOnlyList<StoredLane> lanes, CancellationToken cancellationToken)
    {
        var ways = new List<Way>(lanes.Count);
        foreach (var lane in lanes)
        {
            ways.Add(await FindWayAsync(lane, cancellationToken).ConfigureAwait(false));
        }

        await ReadAnswersAsync([.. ways.SelectMany(static way => way.Steps).Distinct()], cancellationToken).ConfigureAwait(false);
        return [.. ways.Select(ToMessages)];
    }

    /// <summary>Gives lanes whose history comes from one of these comparisons, which are about to go, that history itself.</summary>
    /// <param name="ids">Their ids.</param>
    /// <param name="numbers">Their numbers: lanes of their own go with them.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task KeepHistoriesFromAsync(IReadOnlyCollection<string> ids, IReadOnlyCollection<long> numbers, CancellationToken cancellationToken)
    {
        var lanes = await context.Lanes
            .Where(lane => lane.HistoryFromId != null && ids.Contains(lane.HistoryFromId) && !numbers.Contains(lane.ComparisonNumber))
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var histories = await ReadAsync(lanes, cancellationToken).ConfigureAwait(false);
        foreach (var (lane, history) in lanes.Zip(histories))
        {
            lane.History = ComparisonRows.WriteHistory([.. history.Select(StoredMessage.Of)]);
            lane.HistoryFromId = null;
            lane.HistoryFromLane = null;
        }

        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<Way> FindWayAsync(StoredLane lane, CancellationToken cancellationToken)
    {
        var steps = new List<(string Id, int Lane)>();
        var (fromId, fromLane, history) = (lane.HistoryFromId, lane.HistoryFromLane, lane.History);
        var seen = new HashSet<(string, int)>();
        while (fromId is not null)
        {
            var step = (fromId, fromLane ?? 0);
            if (!seen.Add(step))
            {
                throw new InvalidDataException($"The history of a lane of {fromId} goes in a circle.");
            }

            if (!_turns.TryGetValue(fromId, out var turn))
            {
                await ReadConversationOfAsync(fromId, cancellationToken).ConfigureAwait(false);
                turn = _turns.GetValueOrDefault(fromId) ?? throw new InvalidDataException($"The turn {fromId}, which a history comes from, is not there.");
            }

            var from = turn.Lanes.FirstOrDefault(other => other.Lane == step.Item2) ?? throw new InvalidDataException($"The turn {fromId} has no lane {step.Item2}.");
            steps.Add(step);
            (fromId, fromLane, history) = (from.HistoryFromId, from.HistoryFromLane, from.History);
        }

        steps.Reverse();
        return new Way(history, steps);
    }

    private async Task ReadConversationOfAsync(string id, CancellationToken cancellationToken)
    {
        var turns = await context.Comparisons
            .AsNoTracking()
            .Where(row => row.ConversationId == context.Comparisons.Where(one => one.Id == id).Select(static one => one.ConversationId).First())
            .Select(static row => new
            {
                row.Id,
                row.Number,
                row.Prompt,
                Lanes = row.Lanes.Select(static lane => new TurnLane(lane.Lane, lane.HistoryFromId, lane.HistoryFromLane, lane.History)).ToList(),
            })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        foreach (var turn in turns)
        {
            _turns[turn.Id] = new Turn(turn.Number, new ChatMessage(ChatRole.User, turn.Prompt), turn.Lanes);
        }
    }

    private async Task ReadAnswersAsync(IReadOnlyCollection<(string Id, int Lane)> steps, CancellationToken cancellationToken)
    {
        foreach (var together in steps.GroupBy(static step => step.Id).Chunk(ReadTogether))
        {
            var wanted = together.ToDictionary(group => _turns[group.Key].Number, static group => group.ToDictionary(static step => step.Lane, static _ => new StringBuilder()));
            var segments = context.Segments
                .AsNoTracking()
                .Where(segment => wanted.Keys.Contains(segment.ComparisonNumber))
                .OrderBy(static segment => segment.ComparisonNumber)
                .ThenBy(static segment => segment.FirstSequence)
                .AsAsyncEnumerable();
            await foreach (var segment in segments.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                var texts = wanted[segment.ComparisonNumber];
                foreach (var delta in EventCodec.Decode(segment.Data, segment.FirstSequence).OfType<TextReceived>())
                {
                    texts.GetValueOrDefault(delta.Lane)?.Append(delta.Text);
                }
            }

            foreach (var group in together)
            {
                foreach (var (lane, text) in wanted[_turns[group.Key].Number])
                {
                    _answers[(group.Key, lane)] = text.Length > 0 ? new ChatMessage(ChatRole.Assistant, text.ToString()) : null;
                }
            }
        }
    }

    private List<ChatMessage> ToMessages(Way way)
    {
        var messages = new List<ChatMessage>(ComparisonRows.ReadHistory(way.History).Select(static message => message.ToChatMessage()));
        foreach (var step in way.Steps)
        {
            // A turn that was not answered leaves no trace: no prompt stands there without an answer.
            if (_answers[step] is { } answer)
            {
                messages.Add(_turns[step.Id].Prompt);
                messages.Add(answer);
            }
        }

        return messages;
    }

    private sealed record Turn(long Number, ChatMessage Prompt, IReadOnlyList<TurnLane> Lanes);

    private sealed record TurnLane(int Lane, string? HistoryFromId, int? HistoryFromLane, string? History);

    /// <summary>Messages that stand by themselves, and the turns after them, oldest first.</summary>
    private sealed record Way(string? History, IReadOnlyList<(string Id, int Lane)> Steps);
}
