using CompareIntel.Core.Comparisons;
using CompareIntel.Core.History;
using CompareIntel.Core.Storage;
using CompareIntel.Core.Storage.Entities;

namespace CompareIntel.Tests.Support;

/// <summary>A real database of a test's own, migrated and empty, with a clock that the test turns.</summary>
internal sealed class StorageRig : IAsyncDisposable
{
    private readonly TestDatabase _database;

    private StorageRig(TestDatabase database)
    {
        _database = database;
        Options = new StorageOptions { Provider = database.Provider, ConnectionString = database.ConnectionString };
        History = new ComparisonHistory(Database, Changes, Time);
    }

    public StorageOptions Options { get; }

    public ComparisonDatabase Database => _database.Database;

    public TrackingTimeProvider Time { get; } = new();

    public HistoryChanges Changes { get; } = new();

    public ComparisonHistory History { get; }

    public static async Task<StorageRig> StartAsync(StorageProvider provider) => new(await TestDatabase.CreateAsync(provider));

    /// <summary>Stores a comparison with a lane and an answer for each of <paramref name="answers"/>, findable, as if it had just ended.</summary>
    public Task<StoredComparison> AddAsync(string owner, string prompt, params string[] answers) => AddAsync(owner, prompt, answers, null);

    public async Task<StoredComparison> AddAsync(string owner, string prompt, IReadOnlyList<string> answers, Action<StoredComparison>? change)
    {
        var id = Guid.NewGuid().ToString("N");
        var row = new StoredComparison
        {
            Id = id,
            OwnerId = owner,
            ConversationId = id,
            Prompt = prompt,
            Title = ComparisonTitle.Of(prompt),
            State = ComparisonState.Completed,
            CreatedAt = Time.GetUtcNow(),
            EndedAt = Time.GetUtcNow(),
        };
        row.Lanes.AddRange(answers.Select(static (_, lane) => new StoredLane { Lane = lane, Model = $"test:{(char)('a' + lane)}", State = LaneState.Finished }));
        row.Segments.Add(new StoredSegment { FirstSequence = 1, Data = [1, 2, 3] });
        change?.Invoke(row);
        await using var context = Database.CreateContext();
        context.Comparisons.Add(row);
        await context.SaveChangesAsync();
        SearchIndex.IndexText(context, row.Number, prompt, answers);
        return row;
    }

    /// <summary>A further turn of the conversation that <paramref name="first"/> began.</summary>
    public Task<StoredComparison> AddTurnAsync(StoredComparison first, string prompt, params string[] answers) => AddAsync(first.OwnerId!, prompt, answers, row =>
    {
        row.ConversationId = first.Id;
        row.ParentId = first.Id;
    });

    public async Task<string[]> TitlesAsync(string owner, HistoryFilter filter) =>
        [.. (await History.ListAsync(owner, filter, null, ComparisonHistory.MostEntries, CancellationToken.None)).Entries.Select(static entry => entry.Title)];

    public Task<string[]> SearchAsync(string owner, string query) => TitlesAsync(owner, new HistoryFilter { Query = query });

    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
