using System.Net;
using CompareIntel.Core.Storage;
using CompareIntel.Tests.Support;

namespace CompareIntel.Tests.Web.Api;

public sealed class StorageFaultTests
{
    [Theory]
    [InlineData("/api/v1/comparisons/7n8rw4d8fd67j5g2wdjq")]
    [InlineData("/api/v1/comparisons/7n8rw4d8fd67j5g2wdjq/events")]
    public async Task Get_DatabaseIsGone_Is503ThatSaysWhenToComeBack(string path)
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Postgres);
        await using var application = await CompareIntelApplication.StartAsync(null, database.Data, database.Settings);
        await database.DropAsync();

        using var response = await application.Client.GetAsync(path);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(5), response.Headers.RetryAfter?.Delta);
        var problem = await response.Content.ReadAsStringAsync();
        Assert.Contains("The database can't be reached. Try again in a moment", problem, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Password", problem, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Npgsql", problem, StringComparison.Ordinal);
    }
}
