using System.Data.Common;
using System.Globalization;
using CompareIntel.Core.History;
using CompareIntel.Core.Storage;
using Microsoft.Extensions.Options;

namespace CompareIntel.Web.Hosting;

/// <summary>
/// <c>retention --dry-run [--days N]</c>: says what the retention setting would remove now. Reads the storage that the settings name, beside a server that
/// runs or without one, and changes nothing.
/// </summary>
internal static class RetentionCommand
{
    public const string Name = "retention";

    private const int Done = 0;
    private const int Failed = 1;
    private const int Misused = 2;
    private const int MostDays = 36_500;
    private const string Usage = "Usage: retention --dry-run [--days N]\nSays what would be removed that is older than N days, or than Storage:RetentionDays. A server removes it by itself, every hour, once that is set.";

    /// <param name="arguments">What stands behind the command's name; settings such as <c>--Storage:Provider=Postgres</c> among it.</param>
    /// <param name="create">Makes the application, which is not started, from the settings.</param>
    /// <param name="output">Where to.</param>
    /// <param name="error">Where faults go.</param>
    /// <returns>The exit code: 0, 1 if the storage can't be read, 2 if the command line is wrong.</returns>
    public static async Task<int> RunAsync(string[] arguments, Func<string[], WebApplication> create, TextWriter output, TextWriter error)
    {
        var settings = new List<string>(arguments);
        var isDryRun = settings.Remove("--dry-run");
        int? days = null;
        if (settings.IndexOf("--days") is >= 0 and var at)
        {
            if (at + 1 >= settings.Count || !int.TryParse(settings[at + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var given) || given is < 1 or > MostDays)
            {
                await error.WriteLineAsync($"--days takes a whole number from 1 to {MostDays}.\n{Usage}");
                return Misused;
            }

            days = given;
            settings.RemoveRange(at, 2);
        }

        if (!isDryRun || settings.Exists(static setting => !setting.Contains('=', StringComparison.Ordinal)))
        {
            await error.WriteLineAsync(Usage);
            return Misused;
        }

        await using var app = create([.. settings]);
        days ??= app.Services.GetRequiredService<IOptions<StorageOptions>>().Value.RetentionDays;
        if (days is not { } kept)
        {
            await error.WriteLineAsync("Retention is off: Storage:RetentionDays is not set. Say for how many days with --days N.");
            return Misused;
        }

        try
        {
            await using var context = app.Services.GetRequiredService<ComparisonDatabase>().CreateContext();
            // Opening it would make a file where there is none.
            if (!await context.Database.CanConnectAsync())
            {
                await error.WriteLineAsync("There is no database to look into. Check DataDirectory, Storage:Provider and Storage:ConnectionString; a server makes it when it starts.");
                return Failed;
            }

            await output.WriteLineAsync(Describe(kept, await app.Services.GetRequiredService<HistoryPurge>().PlanAsync(kept, CancellationToken.None)));
            return Done;
        }
        catch (DbException exception)
        {
            await error.WriteLineAsync($"The storage can't be read: {exception.Message}");
            return Failed;
        }
    }

    private static string Describe(int days, RetentionPlan plan) => string.Create(CultureInfo.InvariantCulture, $"""
        Kept: conversations whose newest turn is younger than {days} days, those with a star, and those that run.
        Would be removed: {plan.Conversations} conversations with {plan.Comparisons} comparisons.
        Oldest: {At(plan.Oldest)}. Newest: {At(plan.Newest)}.
        Bytes of events and texts: {plan.Bytes}.
        Nothing was changed.
        """);

    private static string At(DateTimeOffset? time) => time?.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture) ?? "none";
}
