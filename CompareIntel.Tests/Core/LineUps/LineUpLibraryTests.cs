using CompareIntel.Core.Comparisons;
using System.Text;
using CompareIntel.Core.LineUps;
using CompareIntel.Core.Storage;
using CompareIntel.Tests.Support;

namespace CompareIntel.Tests.Core.LineUps;

public sealed class LineUpLibraryTests
{
    private const string Owner = "b-owner";
    private const string Other = "b-other";

    [Theory]
    [EveryStorage]
    public async Task Changes_OneAfterAnother_KeepOrderDefaultAndOwner(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var library = new LineUpLibrary(database.Database);
        foreach (var name in (string[])["one", "two", "three"])
        {
            await library.SaveAsync(Owner, name, [new($"p:{name}"), new("p:x"), new("p:x")], CancellationToken.None);
        }

        await library.SaveAsync(Other, "one", [new("p:theirs")], CancellationToken.None);
        await library.SetDefaultAsync(Owner, "one", CancellationToken.None);
        await library.SetDefaultAsync(Owner, "TWO", CancellationToken.None);
        await library.MoveAsync(Owner, "three", -5, CancellationToken.None);
        await library.SaveAsync(Owner, "  Two ", [new("p:new")], CancellationToken.None);
        await library.RenameAsync(Owner, "one", "uno", CancellationToken.None);

        var all = await new LineUpLibrary(database.Open()).ListAsync(Owner, CancellationToken.None);

        Assert.Equal(["three", "uno", "Two"], all.Select(static one => one.Name));
        Assert.Equal(["p:three", "p:x", "p:x"], all[0].Lanes.Select(static lane => lane.Model));
        Assert.Equal(["p:new"], all[2].Lanes.Select(static lane => lane.Model));
        Assert.Equal([false, false, true], all.Select(static one => one.IsDefault));
        Assert.Equal(["p:theirs"], Assert.Single(await library.ListAsync(Other, CancellationToken.None)).Lanes.Select(static lane => lane.Model));

        await library.DeleteAsync(Owner, "uno", CancellationToken.None);
        var restored = await library.RestoreAsync(Owner, all[1], 1, CancellationToken.None);
        Assert.Equal(["three", "uno", "Two"], restored.Select(static one => one.Name));
    }

    [Theory]
    [EveryStorage]
    public async Task Import_OfAnExport_IsEqualForAnotherAndGetsNumbersWhereNamesAreTaken(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var library = new LineUpLibrary(database.Database);
        await library.SaveAsync(Owner, "Ünï \"quoted\" 😀", [new("p:a"), new("q:b/c", new LaneSettings("Be brief.\n\"So\"", 0.25f, 0.5f, 700)), new("p:a", new LaneSettings(Temperature: 0))], CancellationToken.None);
        await library.SaveAsync(Owner, "two", [new("p:a")], CancellationToken.None);
        var all = await library.SetDefaultAsync(Owner, "two", CancellationToken.None);
        var file = await library.ExportAsync(Owner, CancellationToken.None);

        await library.ImportAsync(Other, new MemoryStream(file), CancellationToken.None);
        await library.ImportAsync(Owner, new MemoryStream(file), CancellationToken.None);

        var imported = await library.ListAsync(Other, CancellationToken.None);
        Assert.Equal(all.Select(static one => (one.Name, string.Join(' ', one.Lanes), one.IsDefault)), imported.Select(static one => (one.Name, string.Join(' ', one.Lanes), one.IsDefault)));
        var twice = await library.ListAsync(Owner, CancellationToken.None);
        Assert.Equal([all[0].Name, "two", $"{all[0].Name} (2)", "two (2)"], twice.Select(static one => one.Name));
        Assert.Equal("two", Assert.Single(twice, static one => one.IsDefault).Name);
    }

    [Theory]
    [InlineData("nonsense", "not a file of line-ups")]
    [InlineData("{}", "does not say")]
    [InlineData("""{"format":"compareintel/line-ups/1","line_ups":[{"name":" ","models":["p:a"]}]}""", "a name")]
    [InlineData("""{"format":"compareintel/line-ups/1","line_ups":[{"name":"fine","models":["p:a"]},{"name":"none","models":[]}]}""", "needs 1 to")]
    [InlineData("""{"format":"compareintel/line-ups/1","line_ups":[null]}""", "a name")]
    [InlineData("""{"format":"compareintel/line-ups/1","line_ups":[{"name":"hot","models":[{"model":"p:a","temperature":3}]}]}""", "between 0 and 2")]
    [InlineData("""{"format":"compareintel/line-ups/1","line_ups":[{"name":"odd","models":[7]}]}""", "not a file of line-ups")]
    [InlineData("""{"format":"compareintel/line-ups/1","line_ups":[{"name":"x","models":[null]}]}""", "needs 1 to")]
    public async Task Import_FileThatWillNotDo_SaysWhyAndTakesNothing(string json, string said)
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite);
        var library = new LineUpLibrary(database.Database);

        var fault = await Assert.ThrowsAsync<LineUpException>(() => library.ImportAsync(Owner, new MemoryStream(Encoding.UTF8.GetBytes(json)), CancellationToken.None));

        Assert.Contains(said, fault.Message, StringComparison.Ordinal);
        Assert.Empty(await library.ListAsync(Owner, CancellationToken.None));
    }

    [Fact]
    public async Task Save_TooManyOrANameThatIsTakenOrTooLong_Refuses()
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite);
        var library = new LineUpLibrary(database.Database);
        for (var number = 0; number < LineUpLibrary.MostLineUps; number++)
        {
            await library.SaveAsync(Owner, $"n{number}", [new("p:a")], CancellationToken.None);
        }

        await Assert.ThrowsAsync<LineUpException>(() => library.SaveAsync(Owner, "one more", [new("p:a")], CancellationToken.None));
        await Assert.ThrowsAsync<LineUpException>(() => library.RenameAsync(Owner, "n1", "N2", CancellationToken.None));
        await Assert.ThrowsAsync<LineUpException>(() => library.SaveAsync(Owner, new string('x', LineUpLibrary.MostNameCharacters + 1), [new("p:a")], CancellationToken.None));
        Assert.Equal(LineUpLibrary.MostLineUps, (await library.ListAsync(Owner, CancellationToken.None)).Count);
    }
}
