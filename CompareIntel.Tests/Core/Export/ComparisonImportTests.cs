using System.Text;
using System.Text.Json.Nodes;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Export;
using CompareIntel.Tests.Support;
using FsCheck.Xunit;

namespace CompareIntel.Tests.Core.Export;

public sealed class ComparisonImportTests
{
    [Property(MaxTest = 200)]
    public async Task ReadAsync_AnyExport_IsTheSameComparisonAgain(int seed)
    {
        var comparison = RecordedComparison.Random(seed);
        var exported = await ExportAsync(comparison);

        var imported = await ImportAsync(exported);

        Assert.Equal(exported, await ExportAsync(imported));
        Assert.Equal(comparison.Log.Snapshot().Select(Timed), imported.Log.Snapshot().Select(Timed));
        Assert.Equal(comparison.Retries.Select(static retry => string.Join(',', retry.Lanes)), imported.Retries.Select(static retry => string.Join(',', retry.Lanes)));
        Assert.True(imported.Log.IsEnded);
    }

    [Fact]
    public async Task ReadAsync_NewIds_ReplacesThoseOfTheFileAndSetsTheOwner()
    {
        var exported = await ExportAsync(RecordedComparison.Random(3));

        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(exported));
        var number = 0;
        var imported = await ComparisonImport.ReadAsync(stream, "owner", () => $"new{number++}", TestContext.Current.CancellationToken);

        Assert.Equal("new0", imported.Id);
        Assert.Equal("owner", imported.Origin.OwnerId);
        Assert.All(imported.Retries, static retry => Assert.StartsWith("new", retry.Comparison.Id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task WriteAsync_WithoutEvents_CantBeImportedAndSaysHow()
    {
        using var stream = new MemoryStream();
        await JsonExport.WriteAsync(RecordedComparison.Random(1), stream, withEvents: false, TestContext.Current.CancellationToken);
        stream.Position = 0;

        var fault = await Assert.ThrowsAsync<ComparisonImportException>(() => ComparisonImport.ReadAsync(stream, null, null, TestContext.Current.CancellationToken));

        Assert.Contains("with all events", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "not a JSON export")]
    [InlineData("{", "not a JSON export")]
    [InlineData("[]", "not a JSON export")]
    [InlineData("null", "format")]
    [InlineData("{\"hello\":1}", "not a JSON export")]
    public async Task ReadAsync_NoExportAtAll_SaysSo(string text, string said) => await AssertRefusedAsync(text, said);

    public static TheoryData<string, string> Changes => new()
    {
        { "format=\"compareintel/2\"", "Update CompareIntel" },
        { "format=\"other\"", "compareintel/1" },
        { "comparison.prompt=\"  \"", "no prompt" },
        { "comparison.prompt=null", "prompt" },
        { "comparison.lanes=[]", "0 lanes" },
        { "comparison.lanes=[null]", "null" },
        { "comparison.mode=\"fast\"", "mode is one of" },
        { "comparison.id=\"../x\"", "id" },
        { "comparison.events=[]", "no end" },
        { "comparison.events=[null]", "null" },
        { "comparison.events.0.lane=7", "Event 1 names the lane 7" },
        { "comparison.events.0.model=\"x\"", "Event 1" },
        { "comparison.events.2.type=\"magic\"", "unknown type" },
        { "comparison.events.2.at_ms=-1", "time" },
        { "comparison.events.2.at_ms=1e27", "time" },
        { "comparison.events.2.at_ms=1e300", "not a JSON export" },
        { "comparison.events.4.text=null", "lacks \"text\"" },
        { "comparison.events.4.text=\"other\"", "add up" },
        { "comparison.lanes.0.text=\"other\"", "add up" },
        { "comparison.events.2.type=\"comparison_ended\"", "before all of its lanes" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task ReadAsync_ChangedFile_SaysWhatIsWrong(string change, string said)
    {
        var document = JsonNode.Parse(await ExportAsync(RecordedComparison.WithAnswers("Why?", ("a", "", "An answer."), ("b", "", "Another."))))!;
        var (path, value) = (change[..change.IndexOf('=')].Split('.'), JsonNode.Parse(change[(change.IndexOf('=') + 1)..]));
        var parent = path[..^1].Aggregate(document, static (node, step) => int.TryParse(step, out var index) ? node[index]! : node[step]!);
        parent[path[^1]] = value;

        await AssertRefusedAsync(document.ToJsonString(), said);
    }

    [Fact]
    public async Task ReadAsync_EndlessFile_IsRefusedWithoutReadingAllOfIt()
    {
        using var endless = new EndlessStream();

        var fault = await Assert.ThrowsAsync<ComparisonImportException>(() => ComparisonImport.ReadAsync(endless, null, null, TestContext.Current.CancellationToken));

        Assert.Contains("larger than 100 MB", fault.Message, StringComparison.Ordinal);
    }

    private static async Task AssertRefusedAsync(string text, string said)
    {
        var fault = await Assert.ThrowsAsync<ComparisonImportException>(() => ImportAsync(text));
        Assert.Contains(said, fault.Message, StringComparison.Ordinal);
    }

    private static string Timed(ComparisonEvent item) => $"{item.Sequence} {item.Elapsed.Ticks} {item}";

    private static async Task<string> ExportAsync(LiveComparison comparison)
    {
        using var stream = new MemoryStream();
        await JsonExport.WriteAsync(comparison, stream, withEvents: true, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static async Task<LiveComparison> ImportAsync(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return await ComparisonImport.ReadAsync(stream, null, null, TestContext.Current.CancellationToken);
    }

    /// <summary>White space without end, as JSON allows it.</summary>
    private sealed class EndlessStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            buffer.Span.Fill((byte)' ');
            return new(buffer.Length);
        }
    }
}
