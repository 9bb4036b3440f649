using CompareIntel.Core;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.History;
using CompareIntel.Core.Storage;
using CompareIntel.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CompareIntel.Tests.Support;

/// <summary>A real database of a test's own, migrated and empty, with a clock that the test turns.</summary>
internal sealed class StorageRig : IAsyncDisposable
{
    /// <summary>Names the PostgreSQL server that tests may make databases on.</summary>
    public const string PostgresVariable = "COMPAREINTEL_TEST_POSTGRES";

    private readonly TemporaryFolder _folder;

    private StorageRig(TemporaryFolder folder, StorageOptions options)
    {
        _folder = folder;
        Options = options;
        Database = new ComparisonDatabase(Microsoft.Extensions.Options.Options.Create(options), DataDirectory.Open(folder.Path));
        History = new ComparisonHistory(Database, Changes, Time);
    }

    public StorageOptions Options { get; }

    public ComparisonDatabase Database { get; }

    public TrackingTimeProvider Time { get; } = new();

    public HistoryChanges Changes { get; } = new();

    public ComparisonHistory History { get; }

    public static async Task<StorageRig> StartAsync(StorageProvider provider)
    {
        var options = new StorageOptions { Provider = provider };
        if (provider == StorageProvider.Postgres)
        {
            var server = Environment.GetEnvironmentVariable(PostgresVariable)
                ?? throw new InvalidOperationException($"{PostgresVariable} is not set. Run the tests with ./test.sh, which starts a PostgreSQL server, or name one yourself.");
            options.ConnectionString = new NpgsqlConnectionStringBuilder(server) { Database = $"test_{Guid.NewGuid():N}", Pooling = false }.ConnectionString;
        }

        var rig = new StorageRig(new TemporaryFolder(), options);
        await using var context = rig.Database.CreateContext();
        await context.Database.MigrateAsync();
        return rig;
    }

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
        await SearchIndex.IndexTextAsync(context, row.Number, prompt, answers, CancellationToken.None);
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

    public async ValueTask DisposeAsync()
    {
        if (Options.Provider == StorageProvider.Postgres)
        {
            await using var context = Database.CreateContext();
            await context.Database.EnsureDeletedAsync();
        }
        else
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        }

        _folder.Dispose();
    }
}
