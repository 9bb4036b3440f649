using System.Text;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Storage;
using CompareIntel.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace CompareIntel.Core.History;

/// <summary>
/// The stored comparisons of an owner, as a list of conversations that can be searched, narrowed and tidied. Another owner's behave as if they were not there.
/// </summary>
public sealed class ComparisonHistory
{
    /// <summary>Conversations that one part of the list has at most.</summary>
    public const int MostEntries = 100;

    /// <summary>Tags that a conversation has at most.</summary>
    public const int MostTags = 20;

    /// <summary>Characters of a tag at most.</summary>
    public const int MostTagCharacters = 40;

    // Enough to know what somebody works with now; all of a long history would take too long to look through.
    private const int NewestForChoices = 1_000;

    // Hits that are looked at in one go: first about what a page needs, then ever more where most are not the owner's or don't match the filter.
    private const int FirstHits = 200;
    private const int MostHits = 10_000;

    private readonly ComparisonDatabase _database;
    private readonly HistoryChanges _changes;
    private readonly TimeProvider _timeProvider;

    public ComparisonHistory(ComparisonDatabase database, HistoryChanges changes, TimeProvider timeProvider)
    {
        _database = database;
        _changes = changes;
        _timeProvider = timeProvider;
    }

    /// <summary>
    /// The next part of the list, newest first: by when a conversation was started, or, where words are looked for, by when the newest turn that has them was.
    /// </summary>
    /// <param name="ownerId">Whose list.</param>
    /// <param name="filter">What to list.</param>
    /// <param name="cursor">Where the part before ended; null for the beginning.</param>
    /// <param name="limit">Conversations at most, 1 to <see cref="MostEntries"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ArgumentException">There is nothing of the owner's that this cursor could stand for.</exception>
    public Task<HistorySlice> ListAsync(string ownerId, HistoryFilter filter, string? cursor, int limit, CancellationToken cancellationToken) =>
        StorageFaults.GuardAsync(() => ListCoreAsync(ownerId, filter, cursor, limit, cancellationToken));

    private async Task<HistorySlice> ListCoreAsync(string ownerId, HistoryFilter filter, string? cursor, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MostEntries);
        var context = _database.CreateContext();
        await using var disposal = context.ConfigureAwait(false);
        var before = cursor is null ? long.MaxValue : await NumberOfAsync(context, ownerId, cursor, cancellationToken).ConfigureAwait(false);
        var query = string.IsNullOrWhiteSpace(filter.Query) ? null : SearchQuery.Parse(filter.Query);
        if (query is { Phrases.Count: 0 })
        {
            return new HistorySlice([], null);
        }

        var places = query is null
            ? await ListPlacesAsync(context, ownerId, filter, before, limit + 1, cancellationToken).ConfigureAwait(false)
            : await FindPlacesAsync(context, ownerId, filter, query, before, limit + 1, cancellationToken).ConfigureAwait(false);
        var entries = await ReadAsync(context, places.Take(limit).ToArray(), query, cancellationToken).ConfigureAwait(false);
        return new HistorySlice(entries, places.Count > limit ? places[limit - 1].Id : null);
    }

    /// <summary>What the owner's list can be narrowed by.</summary>
    public Task<HistoryChoices> GetChoicesAsync(string ownerId, CancellationToken cancellationToken) =>
        StorageFaults.GuardAsync(() => GetChoicesCoreAsync(ownerId, cancellationToken));

    private async Task<HistoryChoices> GetChoicesCoreAsync(string ownerId, CancellationToken cancellationToken)
    {
        var context = _database.CreateContext();
        await using var disposal = context.ConfigureAwait(false);
        var newest = FirstTurns(context, ownerId).OrderByDescending(static turn => turn.Number).Take(NewestForChoices);
        var models = await newest.SelectMany(static turn => turn.Lanes).Select(static lane => lane.Model).Distinct().ToListAsync(cancellationToken).ConfigureAwait(false);
        var tags = await context.Tags
            .Where(tag => FirstTurns(context, ownerId).Any(turn => turn.Number == tag.ComparisonNumber))
            .Select(static tag => tag.Name)
            .Distinct()
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        return new HistoryChoices([.. models.Order(StringComparer.OrdinalIgnoreCase)], [.. tags.Order(StringComparer.OrdinalIgnoreCase)]);
    }

    /// <summary>One conversation, by the id of any of its turns; null when the owner has none.</summary>
    public Task<HistoryEntry?> FindAsync(string ownerId, string id, CancellationToken cancellationToken) =>
        StorageFaults.GuardAsync(() => FindCoreAsync(ownerId, id, cancellationToken));

    private async Task<HistoryEntry?> FindCoreAsync(string ownerId, string id, CancellationToken cancellationToken)
    {
        var context = _database.CreateContext();
        await using var disposal = context.ConfigureAwait(false);
        var place = await FirstTurns(context, ownerId)
            .Where(turn => context.Comparisons.Any(row => row.Id == id && row.ConversationId == turn.Id))
            .Select(static turn => new Place(turn.Number, turn.Id, turn.Number))
            .SingleOrDefaultAsync(cancellationToken)
            .ConfigureAwait(false);
        return place is null ? null : (await ReadAsync(context, [place], null, cancellationToken).ConfigureAwait(false))[0];
    }

    /// <summary>Calls a conversation something else. False when the owner has none whose first turn this is.</summary>
    /// <exception cref="HistoryUpdateException">Nothing is left of the title.</exception>
    public Task<bool> RenameAsync(string ownerId, string id, string title, CancellationToken cancellationToken) =>
        UpdateAsync(ownerId, id, new HistoryUpdate { Title = title }, cancellationToken);

    /// <summary>Gives a conversation a star or takes it. False when the owner has none whose first turn this is.</summary>
    public Task<bool> StarAsync(string ownerId, string id, bool isStarred, CancellationToken cancellationToken) =>
        UpdateAsync(ownerId, id, new HistoryUpdate { IsStarred = isStarred }, cancellationToken);

    /// <summary>Gives a conversation these tags and no others. False when the owner has none whose first turn this is.</summary>
    /// <exception cref="HistoryUpdateException">A tag is too long, or there are too many.</exception>
    public Task<bool> TagAsync(string ownerId, string id, IReadOnlyList<string> tags, CancellationToken cancellationToken) =>
        UpdateAsync(ownerId, id, new HistoryUpdate { Tags = tags }, cancellationToken);

    /// <summary>Changes what is set, all or nothing. False when the owner has none whose first turn this is.</summary>
    /// <exception cref="HistoryUpdateException">Nothing is left of the title, a tag is too long, or there are too many.</exception>
    public Task<bool> UpdateAsync(string ownerId, string id, HistoryUpdate update, CancellationToken cancellationToken) =>
        StorageFaults.GuardAsync(() => UpdateCoreAsync(ownerId, id, update, cancellationToken));

    private async Task<bool> UpdateCoreAsync(string ownerId, string id, HistoryUpdate update, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(update);
        var title = update.Title is null ? null : ComparisonTitle.Clean(update.Title) ?? throw new HistoryUpdateException("title", "A title needs at least one character.");
        var tags = update.Tags is null ? null : CleanTags(update.Tags);
        var context = _database.CreateContext();
        await using var disposal = context.ConfigureAwait(false);
        var turn = await FirstTurns(context, ownerId).Include(static turn => turn.Tags).AsTracking().SingleOrDefaultAsync(turn => turn.Id == id, cancellationToken).ConfigureAwait(false);
        if (turn is null)
        {
            return false;
        }

        turn.Title = title ?? turn.Title;
        turn.IsStarred = update.IsStarred ?? turn.IsStarred;
        if (tags is not null)
        {
            turn.Tags.RemoveAll(tag => !tags.Contains(tag.Name));
            turn.Tags.AddRange(tags.Where(name => turn.Tags.All(tag => tag.Name != name)).Select(name => new StoredTag { ComparisonNumber = turn.Number, Name = name }));
        }

        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        _changes.Raise(ownerId);
        return true;
    }

    /// <summary>Deletes conversations, by the ids of their first turns; until they are purged they can be brought back.</summary>
    /// <returns>The ids of those that the owner had.</returns>
    public Task<IReadOnlyList<string>> DeleteAsync(string ownerId, IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        StorageFaults.GuardAsync(() => MarkAsync(ownerId, ids, _timeProvider.GetUtcNow(), cancellationToken));

    /// <summary>Brings deleted conversations back.</summary>
    /// <returns>The ids of those that there were.</returns>
    public Task<IReadOnlyList<string>> RestoreAsync(string ownerId, IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        StorageFaults.GuardAsync(() => MarkAsync(ownerId, ids, null, cancellationToken));

    /// <summary>The ids of all turns of these conversations.</summary>
    internal Task<IReadOnlyList<string>> ListTurnsAsync(IReadOnlyList<string> conversations, CancellationToken cancellationToken) => StorageFaults.GuardAsync<IReadOnlyList<string>>(async () =>
    {
        var context = _database.CreateContext();
        await using var disposal = context.ConfigureAwait(false);
        return await context.Comparisons
            .Where(row => conversations.Contains(row.ConversationId) && row.FirstId == null)
            .Select(static row => row.Id)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
    });

    private static IQueryable<StoredComparison> FirstTurns(ComparisonDbContext context, string ownerId) =>
        context.Comparisons.AsNoTracking().Where(turn => turn.OwnerId == ownerId && turn.Id == turn.ConversationId && turn.FirstId == null && turn.DeletedAt == null);

    private static IQueryable<StoredComparison> Matching(IQueryable<StoredComparison> turns, HistoryFilter filter)
    {
        if (filter.Model is { } model)
        {
            turns = turns.Where(turn => turn.Lanes.Any(lane => lane.Model == model));
        }

        if (filter.Tag is { } tag)
        {
            turns = turns.Where(turn => turn.Tags.Any(row => row.Name == tag));
        }

        if (filter.IsStarred is { } isStarred)
        {
            turns = isStarred ? turns.Where(static turn => turn.IsStarred) : turns.Where(static turn => !turn.IsStarred);
        }

        if (filter.From is { } from)
        {
            turns = turns.Where(turn => turn.CreatedAt >= from);
        }

        if (filter.To is { } to)
        {
            turns = turns.Where(turn => turn.CreatedAt < to);
        }

        return filter.State switch
        {
            null => turns,
            HistoryState.Running => turns.Where(static turn => turn.State == ComparisonState.Running),
            HistoryState.Completed => turns.Where(static turn => turn.State == ComparisonState.Completed),
            HistoryState.Stopped => turns.Where(static turn => turn.State == ComparisonState.Stopped),
            HistoryState.Interrupted => turns.Where(static turn => turn.State == ComparisonState.Interrupted),
            HistoryState.Failed => turns.Where(static turn => turn.Lanes.Any(static lane => lane.State == LaneState.Failed)),
            _ => throw new ArgumentOutOfRangeException(nameof(filter), filter.State, "Unknown state."),
        };
    }

    private static async Task<IReadOnlyList<Place>> ListPlacesAsync(
        ComparisonDbContext context, string ownerId, HistoryFilter filter, long before, int count, CancellationToken cancellationToken) =>
        await Matching(FirstTurns(context, ownerId), filter)
            .Where(turn => turn.Number < before)
            .OrderByDescending(static turn => turn.Number)
            .Take(count)
            .Select(static turn => new Place(turn.Number, turn.Id, turn.Number))
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);

    /// <summary>A conversation stands where its newest hit does; further hits of it are passed over, also in later parts of the list.</summary>
    private static async Task<IReadOnlyList<Place>> FindPlacesAsync(
        ComparisonDbContext context, string ownerId, HistoryFilter filter, SearchQuery query, long before, int count, CancellationToken cancellationToken)
    {
        var places = new List<Place>();
        var seen = new HashSet<long>();
        var end = before;
        // In steps of the index's own order: what a query with all of this in it would cost is guessed badly by the database's planner.
        for (var step = FirstHits; places.Count < count; step = Math.Min(step * 4, MostHits))
        {
            var numbers = SearchIndex.Find(context, query, end, step);
            var hits =
                from number in numbers
                join row in context.Comparisons on number equals row.Number
                join turn in Matching(FirstTurns(context, ownerId), filter) on row.ConversationId equals turn.Id
                orderby number descending
                select new { Number = number, row.Id, FirstTurn = turn.Number, row.ConversationId };
            var fresh = (await hits.ToListAsync(cancellationToken).ConfigureAwait(false)).FindAll(hit => seen.Add(hit.FirstTurn));
            if (before < long.MaxValue && fresh.Count > 0)
            {
                var conversations = fresh.Select(static hit => hit.ConversationId).ToArray();
                var newer =
                    from row in context.Comparisons
                    where conversations.Contains(row.ConversationId) && row.Number >= before
                    select row;
                var shown = await newer.AnyAsync(cancellationToken).ConfigureAwait(false)
                    ? await newer.Join(SearchIndex.Find(context, query), static row => row.Number, static number => number, static (row, _) => row.ConversationId).ToListAsync(cancellationToken).ConfigureAwait(false)
                    : [];
                fresh.RemoveAll(hit => shown.Contains(hit.ConversationId));
            }

            places.AddRange(fresh.Select(static hit => new Place(hit.FirstTurn, hit.Id, hit.Number)));
            if (places.Count < count)
            {
                var looked = await numbers.ToListAsync(cancellationToken).ConfigureAwait(false);
                if (looked.Count < step)
                {
                    break;
                }

                end = looked[^1];
            }
        }

        return places;
    }

    private static async Task<IReadOnlyList<HistoryEntry>> ReadAsync(ComparisonDbContext context, IReadOnlyList<Place> places, SearchQuery? query, CancellationToken cancellationToken)
    {
        if (places.Count == 0)
        {
            return [];
        }

        var numbers = places.Select(static place => place.FirstTurn).ToArray();
        var turns = await context.Comparisons.AsNoTracking()
            .Where(turn => numbers.Contains(turn.Number))
            .Select(turn => new
            {
                turn.Number,
                turn.Id,
                turn.Title,
                turn.CreatedAt,
                turn.State,
                turn.IsStarred,
                Turns = context.Comparisons.Count(other => other.ConversationId == turn.Id && other.FirstId == null),
            })
            .ToDictionaryAsync(static turn => turn.Number, cancellationToken)
            .ConfigureAwait(false);
        var lanes = (await context.Lanes.AsNoTracking()
                .Where(lane => numbers.Contains(lane.ComparisonNumber))
                .OrderBy(static lane => lane.Lane)
                .Select(static lane => new { lane.ComparisonNumber, lane.Model, lane.State })
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false))
            .ToLookup(static lane => lane.ComparisonNumber, static lane => new HistoryLane(lane.Model, lane.State));
        var tags = (await context.Tags.AsNoTracking().Where(tag => numbers.Contains(tag.ComparisonNumber)).ToListAsync(cancellationToken).ConfigureAwait(false))
            .ToLookup(static tag => tag.ComparisonNumber, static tag => tag.Name);
        var hits = query is null ? [] : await ReadHitsAsync(context, [.. places.Select(static place => place.Number)], query, cancellationToken).ConfigureAwait(false);

        // What was purged in between is left out.
        return
        [
            .. from place in places
               where turns.ContainsKey(place.FirstTurn)
               let turn = turns[place.FirstTurn]
               select new HistoryEntry
               {
                   Id = turn.Id,
                   Title = turn.Title,
                   CreatedAt = turn.CreatedAt,
                   State = turn.State,
                   Lanes = [.. lanes[turn.Number]],
                   Turns = turn.Turns,
                   IsStarred = turn.IsStarred,
                   Tags = [.. tags[turn.Number].Order(StringComparer.OrdinalIgnoreCase)],
                   Hit = hits.GetValueOrDefault(place.Number),
               },
        ];
    }

    private static async Task<Dictionary<long, HistoryHit>> ReadHitsAsync(ComparisonDbContext context, long[] numbers, SearchQuery query, CancellationToken cancellationToken)
    {
        var rows = await context.Comparisons.AsNoTracking()
            .Where(row => numbers.Contains(row.Number))
            .Join(context.SearchTexts, static row => row.Number, static text => text.Number, static (row, text) => new { row.Number, row.Id, row.FirstId, text.Text })
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        var models = (await context.Lanes.AsNoTracking()
                .Where(lane => numbers.Contains(lane.ComparisonNumber))
                .OrderBy(static lane => lane.Lane)
                .Select(static lane => new { lane.ComparisonNumber, lane.Model })
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false))
            .ToLookup(static lane => lane.ComparisonNumber, static lane => lane.Model);
        return rows.ToDictionary(static row => row.Number, row => new HistoryHit(row.FirstId ?? row.Id, Excerpts(SearchText.Unpack(row.Text), [.. models[row.Number]], query)));
    }

    private static List<HistoryExcerpt> Excerpts(SearchText text, IReadOnlyList<string> models, SearchQuery query)
    {
        var excerpts = new List<HistoryExcerpt>();
        for (var part = 0; part < text.Parts.Count && part <= models.Count; part++)
        {
            if (ExcerptWriter.Write(text.Parts[part], query) is { } parts)
            {
                excerpts.Add(new HistoryExcerpt(part == 0 ? null : models[part - 1], parts));
                if (part > 0)
                {
                    break;
                }
            }
        }

        return excerpts;
    }

    private static async Task<long> NumberOfAsync(ComparisonDbContext context, string ownerId, string cursor, CancellationToken cancellationToken) =>
        await context.Comparisons
            .Where(row => row.Id == cursor && row.OwnerId == ownerId)
            .Select(static row => (long?)row.Number)
            .SingleOrDefaultAsync(cancellationToken)
            .ConfigureAwait(false)
        ?? throw new ArgumentException("This cursor leads nowhere any more. Begin again without one.", nameof(cursor));

    private static List<string> CleanTags(IReadOnlyList<string> tags)
    {
        var clean = tags.Select(CleanTag).Where(static tag => tag.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        if (clean.Find(static tag => tag.Length > MostTagCharacters) is { } tooLong)
        {
            throw new HistoryUpdateException("tags", $"A tag takes at most {MostTagCharacters} characters, and \"{tooLong[..20]}…\" has {tooLong.Length}.");
        }

        return clean.Count <= MostTags ? clean : throw new HistoryUpdateException("tags", $"A conversation takes at most {MostTags} tags, not {clean.Count}.");
    }

    private static string CleanTag(string tag)
    {
        var clean = new StringBuilder(tag.Length);
        foreach (var rune in tag.EnumerateRunes())
        {
            clean.Append(Rune.IsControl(rune) || Rune.IsWhiteSpace(rune) ? " " : Rune.ToLowerInvariant(rune).ToString());
        }

        return string.Join(' ', clean.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    private async Task<IReadOnlyList<string>> MarkAsync(string ownerId, IReadOnlyList<string> ids, DateTimeOffset? deletedAt, CancellationToken cancellationToken)
    {
        var context = _database.CreateContext();
        await using var disposal = context.ConfigureAwait(false);
        var isDeletion = deletedAt is not null;
        var conversations = await context.Comparisons
            .Where(turn => ids.Contains(turn.Id) && turn.OwnerId == ownerId && turn.Id == turn.ConversationId && turn.FirstId == null && (turn.DeletedAt == null) == isDeletion)
            .Select(static turn => turn.Id)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        if (conversations.Count > 0)
        {
            await context.Comparisons
                .Where(row => conversations.Contains(row.ConversationId))
                .ExecuteUpdateAsync(rows => rows.SetProperty(static row => row.DeletedAt, deletedAt), cancellationToken)
                .ConfigureAwait(false);
            _changes.Raise(ownerId);
        }

        return conversations;
    }

    /// <param name="FirstTurn">The number of the conversation's first turn.</param>
    /// <param name="Id">The id of the comparison that gives the conversation its place.</param>
    /// <param name="Number">The number of that comparison.</param>
    private sealed record Place(long FirstTurn, string Id, long Number);
}
