using Bunit;
using CompareIntel.Tests.Support;
using CompareIntel.Web.Components.Administration;

namespace CompareIntel.Tests.Web.Components.Administration;

public sealed class AdminFrameTests
{
    private static readonly TimeSpan s_check = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Page_OfOneWhoWasSignedOutElsewhere_GoesWithinHalfAMinute()
    {
        await using var circuit = await AdminCircuit.StartAsync();
        var page = circuit.Open<AdminFrame>("/admin/runs", static frame => frame.AddChildContent("<p>everybody's runs</p>"));
        circuit.Time.Advance(s_check);
        await page.InvokeAsync(static () => { });
        Assert.Equal("everybody's runs", page.Find("p").TextContent);
        Assert.DoesNotContain(circuit.Navigation.History, static navigation => navigation.Options.ForceLoad);

        await circuit.SignOutEverywhereAsync();
        circuit.Time.Advance(s_check);

        await AsyncAssert.EventuallyAsync(() => page.FindAll("p").Count == 0);
        // The server's own answer to whoever is no administrator is that there is nothing here.
        await AsyncAssert.EventuallyAsync(() => circuit.Navigation.History.Any(static navigation => navigation.Options.ForceLoad && navigation.Uri.EndsWith("/admin/runs", StringComparison.Ordinal)));
        Assert.Equal(0, circuit.Time.PendingTimers);
    }

    [Fact]
    public async Task Page_ThatIsLeft_AsksNoMore()
    {
        await using var circuit = await AdminCircuit.StartAsync();
        var page = circuit.Open<AdminFrame>("/admin/runs", static frame => frame.AddChildContent("<p>everybody's runs</p>"));
        Assert.Equal(1, circuit.Time.PendingTimers);

        ((IDisposable)(object)page.Instance).Dispose();

        Assert.Equal(0, circuit.Time.PendingTimers);
    }

    [Fact]
    public async Task Page_WhileTheStorageCantBeReached_Stays()
    {
        await using var database = await TestDatabase.CreateAsync(CompareIntel.Core.Storage.StorageProvider.Postgres);
        await using var circuit = await AdminCircuit.StartAsync(database.Settings);
        var page = circuit.Open<AdminFrame>("/admin/runs", static frame => frame.AddChildContent("<p>everybody's runs</p>"));

        await database.DropAsync();
        circuit.Time.Advance(s_check);
        await page.InvokeAsync(static () => { });

        Assert.Equal("everybody's runs", page.Find("p").TextContent);
    }
}
