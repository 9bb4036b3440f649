using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Storage;
using CompareIntel.Core.Storage.Entities;
using CompareIntel.Tests.Support;
using CompareIntel.Web;
using CompareIntel.Web.Hosting;
using Microsoft.EntityFrameworkCore;

namespace CompareIntel.Tests.Web.Hosting;

public class RetentionCommandTests
{
    [Theory]
    [EveryStorage]
    public async Task DryRun_OldAndStarredAndYoung_SaysWhatWouldGoAndRemovesNothing(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using (var context = database.Database.CreateContext())
        {
            var now = TimeProvider.System.GetUtcNow();
            context.Comparisons.AddRange(Make("old", now.AddDays(-40)), Make("older", now.AddDays(-50)), Make("young", now.AddDays(-3)));
            var starred = Make("starred", now.AddDays(-60));
            starred.IsStarred = true;
            context.Comparisons.Add(starred);
            await context.SaveChangesAsync();
        }

        var (code, output, error) = await RunAsync([$"--DataDirectory={database.Data.Path}", .. database.Settings, "--dry-run", "--days", "30"]);

        Assert.Equal("", error);
        Assert.Equal(0, code);
        Assert.Contains("Would be removed: 2 conversations with 2 comparisons.", output, StringComparison.Ordinal);
        await using var after = database.Database.CreateContext();
        Assert.Equal(4, await after.Comparisons.CountAsync());
        var (set, byDefault, _) = await RunAsync([$"--DataDirectory={database.Data.Path}", .. database.Settings, "--Storage:RetentionDays=45", "--dry-run"]);
        Assert.Equal(0, set);
        Assert.Contains("Would be removed: 1 conversations", byDefault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Retention is off", "--dry-run")]
    [InlineData("Usage")]
    [InlineData("Usage", "--dry-run", "--dayz", "3")]
    [InlineData("--days takes", "--dry-run", "--days", "soon")]
    [InlineData("--days takes", "--dry-run", "--days")]
    public async Task Run_CommandLineThatIsWrong_SaysWhatToDoAndEndsWith2(string said, params string[] arguments)
    {
        using var data = new TemporaryFolder();

        var (code, output, error) = await RunAsync([$"--DataDirectory={data.Path}", .. arguments]);

        Assert.Equal(2, code);
        Assert.Equal("", output);
        Assert.Contains(said, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DryRun_NoDatabase_SaysSoAndMakesNone()
    {
        using var data = new TemporaryFolder();

        var (code, _, error) = await RunAsync([$"--DataDirectory={data.Path}", "--dry-run", "--days", "3"]);

        Assert.Equal(1, code);
        Assert.Contains("no database", error, StringComparison.Ordinal);
        Assert.False(File.Exists(data.PathOf(ComparisonDatabase.FileName)));
    }

    private static StoredComparison Make(string id, DateTimeOffset at) => new()
    {
        Id = id,
        OwnerId = "somebody",
        ConversationId = id,
        Prompt = id,
        Title = id,
        State = ComparisonState.Completed,
        CreatedAt = at,
        EndedAt = at,
    };

    private static async Task<(int Code, string Output, string Error)> RunAsync(string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await RetentionCommand.RunAsync(arguments, static settings => Program.Create(settings), output, error);
        return (code, output.ToString(), error.ToString());
    }
}
