using CompareIntel.Core.Catalog;
using CompareIntel.Web.Components.Compare;

namespace CompareIntel.Tests.Web.Components.Compare;

public sealed class LineUpTests
{
    [Fact]
    public void Add_Full_Refuses()
    {
        var lineUp = new LineUp(2);

        Assert.True(lineUp.Add("a:1"));
        Assert.True(lineUp.Add("a:1"));
        Assert.False(lineUp.Add("a:2"));
        Assert.Equal(["a:1", "a:1"], lineUp.Models);
    }

    [Fact]
    public void Remove_EntryHasGone_ChangesNothing()
    {
        var lineUp = new LineUp(12);
        lineUp.Replace(["a:1", "a:1", "a:2"]);
        var key = lineUp.Entries[0].Key;
        var changes = 0;
        lineUp.Changed += () => changes++;

        lineUp.Remove(key);
        lineUp.Remove(key);

        Assert.Equal(["a:1", "a:2"], lineUp.Models);
        Assert.Equal(1, changes);
    }

    [Fact]
    public void DropUnknown_ModelIsOfferedNoMore_TakesItOut()
    {
        var lineUp = new LineUp(12);
        lineUp.Replace(["a:1", "a:gone", "loading:x", "down:y"]);

        var dropped = lineUp.DropUnknown(Catalogs.Of(
            Catalogs.Provider("a", "1"),
            Catalogs.Provider("loading") with { State = CatalogState.Loading },
            Catalogs.Provider("down") with { State = CatalogState.Unreachable }));

        Assert.Equal(["a:gone"], dropped);
        Assert.Equal(["a:1", "loading:x", "down:y"], lineUp.Models);
    }

    [Fact]
    public void DropUnknown_ProviderIsGone_TakesItsModelsOut()
    {
        var lineUp = new LineUp(12);
        lineUp.Replace(["gone:x"]);

        Assert.Equal(["gone:x"], lineUp.DropUnknown(Catalogs.Of(Catalogs.Provider("a", "1"))));
    }

    [Fact]
    public void Labels_SameModelTwice_AreNumbered()
    {
        var labels = LaneLabel.For(["a:1", "a:2", "a:1"], Catalogs.Of(Catalogs.Provider("a", "1", "2")));

        Assert.Equal(["Name of 1", "Name of 2", "Name of 1 2"], labels.Select(static label => label.Name));
        Assert.Equal(["lane-1", "lane-2", "lane-3"], labels.Select(static label => label.ColorClass));
    }

    [Fact]
    public void Labels_BareAndUnknownIds_AreNamedAsWellAsCanBe()
    {
        var catalog = Catalogs.Of(Catalogs.Provider("a", "1") with { IsSimulated = true }, Catalogs.Provider("b", "2"));

        var labels = LaneLabel.For(["2", "b:unlisted", "nowhere:3"], catalog);

        Assert.Equal([("Name of 2", "b"), ("unlisted", "b"), ("nowhere:3", "unknown provider")], labels.Select(static label => (label.Name, label.Provider)));
    }
}
