using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using CompareIntel.Core;
using CompareIntel.Tests.Support;
using CompareIntel.Web.Administration.Logs;

namespace CompareIntel.Tests.Web.Administration.Logs;

public sealed class LogReaderTests : IDisposable
{
    private const string Older = "compareintel-20261123.jsonl";
    private const string Newer = "compareintel-20261124.jsonl";
    private const string Newest = "compareintel-20261124_001.jsonl";
    private const long Enough = long.MaxValue;
    private static readonly DateTimeOffset s_start = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly LogFilter s_all = new();

    private readonly TemporaryFolder _folder = new();
    private readonly LogReader _reader;

    public LogReaderTests()
    {
        Directory.CreateDirectory(_folder.PathOf("logs"));
        _reader = new LogReader(new LogFiles(DataDirectory.Open(_folder.Path)));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ReadBack_OverFilesThatRolled_IsNewestFirstAndGoesOnWhereItStopped()
    {
        Write(Older, Lines(0, 5));
        Write(Newer, Lines(5, 5));
        Write(Newest, Lines(10, 5));
        Write("compareintel-notes.jsonl", Lines(99, 1));
        Write("other.jsonl", Lines(99, 1));

        var found = new List<string>();
        LogPosition? before = null;
        do
        {
            var slice = _reader.ReadBack(s_all, before, 4, Enough, TestContext.Current.CancellationToken);
            Assert.InRange(slice.Entries.Count, 0, 4);
            found.AddRange(slice.Entries.Select(static entry => entry.Message));
            before = slice.Older;
        }
        while (before is not null);

        Assert.Equal(Enumerable.Range(0, 15).Reverse().Select(static number => $"entry {number}"), found);
    }

    [Fact]
    public void ReadBack_WithAnEndToHowMuchIsRead_StopsAndGoesOn()
    {
        Write(Newer, Lines(0, 5_000));
        var filter = new LogFilter { Text = "entry 7 " };

        var (slices, read) = (0, 0L);
        LogPosition? before = null;
        do
        {
            var slice = _reader.ReadBack(filter, before, 10, 50_000, TestContext.Current.CancellationToken);
            Assert.InRange(slice.Bytes, 0, 51_000);
            before = slice.Older;
            read += slice.Bytes;
            slices++;
        }
        while (before is not null);

        Assert.InRange(slices, 5, 100);
        Assert.Equal(new FileInfo(PathOf(Newer)).Length, read);
    }

    [Theory]
    [InlineData("", "", "", "", "a b c d")]
    [InlineData("Warning", "", "", "", "c d")]
    [InlineData("", "", "run2", "", "b d")]
    [InlineData("", "", "", "GPT", "b c")]
    [InlineData("", "BOILED", "", "", "c")]
    [InlineData("", "compareintel.web", "", "", "a")]
    [InlineData("error", "", "run2", "", "d")]
    [InlineData("nonsense", "", "", "", "a b c d")]
    [InlineData("", "", "run", "", "")]
    public void ReadBack_Filtered_TakesWhatFits(string level, string text, string run, string model, string expected)
    {
        Write(
            Newer,
            Line(0, "a", ("SourceContext", "CompareIntel.Web.Hosting")),
            Line(1, "b", ("ComparisonId", "run2"), ("Model", "openai:gpt-5")),
            Line(2, "c", ("@l", "Warning"), ("Model", "x:gpt"), ("@x", "System.Exception: the tea boiled")),
            Line(3, "d", ("@l", "Error"), ("ComparisonId", "run2"), ("Lane", 3), ("Nested", new { Model = "gpt" })));

        var slice = _reader.ReadBack(LogFilter.Of(text, level, run, model, null, null), null, 100, Enough, TestContext.Current.CancellationToken);

        Assert.Equal(expected, string.Join(' ', slice.Entries.Select(static entry => entry.Message).Order()));
    }

    [Fact]
    public void ReadBack_OfATimeInALargeFile_LooksAtLittleElse()
    {
        Write(Older, Lines(0, 1_000));
        Write(Newer, Lines(1_000, 50_000));
        var (from, to) = (s_start.AddSeconds(20_000), s_start.AddSeconds(20_010));

        var slice = _reader.ReadBack(new LogFilter { From = from, To = to }, null, 100, Enough, TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Range(20_000, 11).Reverse().Select(static number => $"entry {number}"), slice.Entries.Select(static entry => entry.Message));
        Assert.Null(slice.Older);
        Assert.InRange(slice.Bytes, 1, 10_000);
    }

    [Theory]
    [InlineData(-10, 0)]
    [InlineData(0, 0)]
    [InlineData(2, 2)]
    [InlineData(499, 499)]
    [InlineData(2_000, 499)]
    public void ReadBack_UpToATime_BeginsWithTheLastEntryBeforeIt(int seconds, int expected)
    {
        Write(Newer, Lines(0, 500));

        var slice = _reader.ReadBack(new LogFilter { To = s_start.AddSeconds(seconds) }, null, 1, Enough, TestContext.Current.CancellationToken);

        Assert.Equal(seconds < 0 ? [] : [$"entry {expected}"], slice.Entries.Select(static entry => entry.Message));
    }

    [Fact]
    public async Task Lines_ThatAreLongDamagedOrNotWhole_KeepNoOtherFromBeingRead()
    {
        var large = new string('x', 300_000);
        var tooLarge = new string('y', 3 * BackwardLines.MostLineBytes);
        Write(Newer, Line(0, "first"), Line(1, large), "no JSON", "", Line(2, tooLarge), Line(3, "zażółć 🍵"), """{"@t":"soon","@m":"no time"}""", "[1]", Line(4, "last"));
        await File.AppendAllTextAsync(PathOf(Newer), Line(5, "not whole")[..30], TestContext.Current.CancellationToken);
        string[] expected = ["first", large, "zażółć 🍵", "last"];

        var back = _reader.ReadBack(s_all, null, 100, Enough, TestContext.Current.CancellationToken);
        var on = _reader.ReadOn(s_all, null, Enough);
        var all = await ReadAllAsync(s_all);

        Assert.Equal(expected.Reverse(), back.Entries.Select(static entry => entry.Message));
        Assert.Equal(expected, on.Entries.Select(static entry => entry.Message));
        Assert.Equal(expected, all);
    }

    [Fact]
    public async Task ReadOn_WhileItIsWrittenAndRolls_TakesEachEntryOnce()
    {
        Write(Newer, Lines(0, 3));
        var end = End();
        Assert.Empty(Messages(_reader.ReadOn(s_all, end, Enough), out end));

        var line = Line(3, "entry 3") + "\n";
        await File.AppendAllTextAsync(PathOf(Newer), line[..20], TestContext.Current.CancellationToken);
        Assert.Empty(Messages(_reader.ReadOn(s_all, end, Enough), out end));
        await File.AppendAllTextAsync(PathOf(Newer), line[20..], TestContext.Current.CancellationToken);
        Assert.Equal(["entry 3"], Messages(_reader.ReadOn(s_all, end, Enough), out end));

        await File.AppendAllTextAsync(PathOf(Newer), Line(4, "entry 4") + "\n", TestContext.Current.CancellationToken);
        Write(Newest, Lines(5, 2));
        Assert.Equal(["entry 4", "entry 5", "entry 6"], Messages(_reader.ReadOn(s_all, end, Enough), out end));
        Assert.Empty(Messages(_reader.ReadOn(s_all, end, Enough), out _));
    }

    [Fact]
    public void ReadOn_OfMuchMoreThanIsRead_TakesTheNewest()
    {
        Write(Newer, Lines(0, 10_000));

        var found = Messages(_reader.ReadOn(s_all, new LogPosition(Newer, 0), 10_000), out var end);

        Assert.InRange(found.Count, 10, 200);
        Assert.Equal("entry 9999", found[^1]);
        Assert.Equal(End(), end);
    }

    [Fact]
    public void ReadOn_OfMuchMoreThanIsReadInManyFiles_TakesTheNewestOfAll()
    {
        Write(Older, Lines(0, 1_000));
        Write(Newer, Lines(1_000, 1_000));
        Write(Newest, Lines(2_000, 10));

        var found = Messages(_reader.ReadOn(s_all, new LogPosition(Older, 0), 10_000), out var end);

        Assert.InRange(found.Count, 50, 200);
        Assert.Equal(Enumerable.Range(2_010 - found.Count, found.Count).Select(static number => $"entry {number}"), found);
        Assert.Equal(End(), end);
    }

    [Fact]
    public void ReadOn_AfterAFileThatIsGone_TakesWhatCameAfterIt()
    {
        Write(Older, Lines(0, 5));
        Write(Newest, Lines(10, 5));

        var found = Messages(_reader.ReadOn(s_all, new LogPosition(Newer, 100), Enough), out var end);

        Assert.Equal(Enumerable.Range(10, 5).Select(static number => $"entry {number}"), found);
        Assert.Equal(End(), end);
    }

    [Fact]
    public void ReadOn_AfterTheNewestFileIsGone_TakesNothing()
    {
        Write(Older, Lines(0, 5));

        Assert.Empty(_reader.ReadOn(s_all, new LogPosition(Newer, 100), Enough).Entries);
    }

    [Fact]
    public async Task ReadOn_FromWhereReadBackBegan_TakesWhatThatHasNotAndNothingTwice()
    {
        Write(Older, Lines(0, 2));
        Write(Newer, Lines(2, 2));
        var line = Line(4, "entry 4");
        // As a reader may find it that comes while this is written: whole but for its end.
        await File.AppendAllTextAsync(PathOf(Newer), line, TestContext.Current.CancellationToken);
        var back = _reader.ReadBack(s_all, null, 100, Enough, TestContext.Current.CancellationToken);
        await File.AppendAllTextAsync(PathOf(Newer), "\n" + line + "\n", TestContext.Current.CancellationToken);

        var on = _reader.ReadOn(s_all, back.Newer, Enough);

        Assert.Equal(["entry 3", "entry 2", "entry 1", "entry 0"], back.Entries.Select(static entry => entry.Message));
        Assert.Equal(["entry 4", "entry 4"], on.Entries.Select(static entry => entry.Message));
        // Alike in all that they say, and yet two; and each the same whichever way it is found.
        Assert.Equal(2, on.Entries.Distinct().Count());
        Assert.Equal(on.Entries.Reverse().Concat(back.Entries), _reader.ReadBack(s_all, null, 100, Enough, TestContext.Current.CancellationToken).Entries);
    }

    [Fact]
    public async Task WriteAll_OfManyLines_FlushesFarLessOftenThanThereAreLines()
    {
        Write(Newer, Lines(0, 10_000));
        using var output = new CountingStream();
        var writer = PipeWriter.Create(output);

        await _reader.WriteAllAsync(new LogFilter { To = s_start.AddSeconds(8_000) }, writer, TestContext.Current.CancellationToken);

        Assert.Equal(8_001, Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.InRange(output.Flushes, 1, 1 + (output.Length / (64 * 1024)));
    }

    [Fact]
    public async Task ReadAll_Filtered_GivesTheLinesAsTheyStand()
    {
        Write(Older, Lines(0, 100));
        Write(Newer, Lines(100, 100));
        var filter = new LogFilter { From = s_start.AddSeconds(98), To = s_start.AddSeconds(101) };

        Assert.Equal(["entry 98", "entry 99", "entry 100", "entry 101"], await ReadAllAsync(filter));
    }

    [Fact]
    public void Read_WithoutFiles_FindsNothing()
    {
        Directory.Delete(_folder.PathOf("logs"));

        Assert.Empty(_reader.ReadBack(s_all, null, 10, Enough, TestContext.Current.CancellationToken).Entries);
        Assert.Null(End());
        Assert.Empty(_reader.ReadOn(s_all, null, Enough).Entries);
    }

    [Fact]
    public void Filter_AsAQuery_IsTheSameAgain()
    {
        var filter = new LogFilter { Text = "a&b =", Severity = LogSeverity.Error, Run = "r", Model = "openai:gpt 5", From = s_start, To = s_start.AddHours(1) };

        var query = System.Web.HttpUtility.ParseQueryString(filter.ToQuery());

        Assert.Equal(filter, LogFilter.Of(query["text"], query["level"], query["run"], query["model"], query["from"], query["to"]));
        Assert.Equal("", s_all.ToQuery());
    }

    private LogPosition? End() => _reader.ReadBack(s_all, null, 1, Enough, TestContext.Current.CancellationToken).Newer;

    private static IReadOnlyList<string> Messages(LogTail read, out LogPosition? end)
    {
        end = read.End;
        return [.. read.Entries.Select(static entry => entry.Message)];
    }

    private async Task<List<string>> ReadAllAsync(LogFilter filter)
    {
        var messages = new List<string>();
        await foreach (var line in _reader.ReadAllAsync(filter, TestContext.Current.CancellationToken))
        {
            messages.Add(JsonDocument.Parse(line).RootElement.GetProperty("@m").GetString()!);
        }

        return messages;
    }

    private string PathOf(string file) => _folder.PathOf(Path.Combine("logs", file));

    private void Write(string file, params IEnumerable<string> lines) => File.WriteAllText(PathOf(file), string.Concat(lines.Select(static line => line + "\n")), new UTF8Encoding(false));

    /// <summary>An entry each second.</summary>
    private static IEnumerable<string> Lines(int first, int count) => Enumerable.Range(first, count).Select(static number => Line(number, $"entry {number}"));

    private static string Line(int second, string message, params (string Name, object Value)[] properties)
    {
        var line = new Dictionary<string, object> { ["@t"] = s_start.AddSeconds(second).ToString("O", CultureInfo.InvariantCulture), ["@m"] = message };
        foreach (var (name, value) in properties)
        {
            line[name] = value;
        }

        return JsonSerializer.Serialize(line);
    }

    private sealed class CountingStream : MemoryStream
    {
        public int Flushes { get; private set; }

        public override Task FlushAsync(CancellationToken cancellationToken)
        {
            Flushes++;
            return base.FlushAsync(cancellationToken);
        }
    }
}
