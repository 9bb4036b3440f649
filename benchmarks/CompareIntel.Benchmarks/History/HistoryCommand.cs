using CompareIntel.Benchmarks.Storage;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.History;
using CompareIntel.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace CompareIntel.Benchmarks.History;

/// <summary>How long the history takes to list and to search, with more and more comparisons in it, against looking through all texts for the words.</summary>
internal static class HistoryCommand
{
    private const string Owner = "benchmark";
    private const int Lanes = 3;
    private const int AnswerCharacters = 600;
    private const int EventBytes = 2_000;
    private const int RowsPerCommit = 500;
    private const int PageLength = 50;
    private const int RareEvery = 1_000;

    private static readonly (string Name, string Query)[] s_searches =
    [
        ("in nearly all: the", "the"),
        ("in many: engine", "engine"),
        ("two of these: engine wheel", "engine wheel"),
        ("phrase: \"of the\"", "\"of the\""),
        ("a word's beginning: cons", "cons"),
        ("one in 1,000: quokka", "quokka"),
        ("the oldest only: axolotl", "axolotl"),
        ("nowhere: platypus", "platypus"),
    ];

    public static async Task<int> RunAsync(Arguments arguments, TextWriter output, CancellationToken cancellationToken)
    {
        var sizes = arguments.Numbers("--comparisons", [1_000, 10_000, 100_000], 1, 1_000_000);
        var rounds = arguments.Number("--rounds", 20, 1, 1_000);
        var server = arguments.Text("--postgres");
        arguments.RequireAllUsed();
        Array.Sort(sizes);
        var isFound = true;
        foreach (var create in BenchmarkDatabase.All(server))
        {
            await using var database = await create();
            await using (var context = database.Database.CreateContext())
            {
                await context.Database.ExecuteSqlRawAsync("CREATE TABLE plain_texts (number BIGINT PRIMARY KEY, text TEXT)", cancellationToken);
            }

            var count = 0;
            foreach (var size in sizes)
            {
                var seeding = await Figure.MillisecondsAsync(async () =>
                {
                    for (; count < size; count += Math.Min(RowsPerCommit, size - count))
                    {
                        await AddAsync(database, count, Math.Min(RowsPerCommit, size - count), cancellationToken);
                    }
                });
                await output.WriteLineAsync(
                    $"## {database.Name}, {count:#,0} comparisons of {Lanes} lanes, {Figure.Number(await database.SizeAsync() / 1e6)} MB; made in {Figure.Number(seeding / 1e3)} s; first {PageLength} of the list, ms, p50 (p95) of {rounds}\n");
                await output.WriteLineAsync("| what | product | floor: looking through all |");
                await output.WriteLineAsync("|---|--:|--:|");
                await database.AnalyzeAsync();
                isFound &= await MeasureAsync(database, count, rounds, output, cancellationToken);
                await output.WriteLineAsync();
            }
        }

        await output.WriteLineAsync($"{(isFound ? "pass" : "FAIL")} every search found what it must");
        return isFound ? 0 : 1;
    }

    private static async Task<bool> MeasureAsync(BenchmarkDatabase database, int count, int rounds, TextWriter output, CancellationToken cancellationToken)
    {
        var history = new ComparisonHistory(database.Database, new HistoryChanges(), TimeProvider.System);
        var middle = IdOf(count / 2);
        var isFound = (await RowAsync("newest", new HistoryFilter(), null)).Entries.Count == Math.Min(PageLength, count);
        await RowAsync("from the middle on", new HistoryFilter(), middle);
        await RowAsync("of one model", new HistoryFilter { Model = "made:m1" }, null);
        await RowAsync("failed (there are none)", new HistoryFilter { State = HistoryState.Failed }, null);
        foreach (var (name, query) in s_searches)
        {
            var found = (await RowAsync(name, new HistoryFilter { Query = query }, null)).Entries.Count;
            isFound &= query switch
            {
                "the" => found == Math.Min(PageLength, count),
                "quokka" => found == Math.Min(PageLength, (count + RareEvery - 1) / RareEvery),
                "axolotl" => found == 1,
                "platypus" => found == 0,
                _ => found > 0 || count < RareEvery,
            };
        }

        return isFound;

        async Task<HistorySlice> RowAsync(string name, HistoryFilter filter, string? cursor)
        {
            var slice = await ListAsync();
            var times = await TimesAsync(rounds, ListAsync);
            var floor = filter.Query is { } query ? Times(await TimesAsync(Math.Min(rounds, 5), () => ScanAsync(database, query, cancellationToken))) : "";
            await output.WriteLineAsync($"| {name} | {Times(times)} | {floor} |");
            return slice;

            Task<HistorySlice> ListAsync() => history.ListAsync(Owner, filter, cursor, PageLength, cancellationToken);
        }
    }

    private static async Task<List<double>> TimesAsync(int rounds, Func<Task> work)
    {
        var times = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            times.Add(await Figure.MillisecondsAsync(work));
        }

        return times;
    }

    private static string Times(List<double> times) => $"{Figure.Number(Figure.Percentile(times, 50))} ({Figure.Number(Figure.Percentile(times, 95))})";

    private static async Task ScanAsync(BenchmarkDatabase database, string query, CancellationToken cancellationToken)
    {
        await using var context = database.Database.CreateContext();
        var patterns = (query[0] == '"' ? [query.Trim('"')] : query.Split(' ')).Select(static word => $"%{word}%").ToArray();
        var first = patterns[0];
        var last = patterns[^1];
        await context.Database
            .SqlQuery<long>($"SELECT number AS \"Value\" FROM plain_texts WHERE lower(text) LIKE {first} AND lower(text) LIKE {last} ORDER BY number DESC LIMIT {PageLength}")
            .ToListAsync(cancellationToken);
    }

    private static async Task AddAsync(BenchmarkDatabase database, int first, int count, CancellationToken cancellationToken)
    {
        await using var context = database.Database.CreateContext();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var rows = new List<(StoredComparison Row, string[] Answers)>();
        for (var number = first; number < first + count; number++)
        {
            rows.Add(Make(number));
        }

        context.Comparisons.AddRange(rows.Select(static one => one.Row));
        await context.SaveChangesAsync(cancellationToken);
        foreach (var (row, answers) in rows)
        {
            SearchIndex.IndexText(context, row.Number, row.Prompt, answers);
            var text = string.Join('\n', [row.Prompt, .. answers]);
            await context.Database.ExecuteSqlAsync($"INSERT INTO plain_texts VALUES ({row.Number}, {text})", cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static (StoredComparison Row, string[] Answers) Make(int number)
    {
        var random = new Random(number);
        var prompt = WordText.Prose(random, 80);
        var answers = Enumerable.Range(0, Lanes).Select(_ => WordText.Prose(random, AnswerCharacters)).ToArray();
        answers[0] += number == 0 ? " axolotl quokka" : number % RareEvery == 0 ? " quokka" : "";
        var created = DateTimeOffset.UnixEpoch.AddYears(56).AddMinutes(number);
        var row = new StoredComparison
        {
            Id = IdOf(number),
            OwnerId = Owner,
            ConversationId = IdOf(number),
            Prompt = prompt,
            Title = ComparisonTitle.Of(prompt),
            State = ComparisonState.Completed,
            CreatedAt = created,
            EndedAt = created.AddSeconds(20),
        };
        row.Lanes.AddRange(Enumerable.Range(0, Lanes).Select(static lane => new StoredLane { Lane = lane, Model = $"made:m{lane}", State = LaneState.Finished }));
        var events = new byte[EventBytes];
        random.NextBytes(events);
        row.Segments.Add(new StoredSegment { FirstSequence = 1, Data = events });
        return (row, answers);
    }

    private static string IdOf(int number) => $"made{number:D8}";
}
