using CompareIntel.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace CompareIntel.Web.Administration;

/// <summary>Prints the one-time link as long as there is no administrator.</summary>
internal static class FirstAdministrator
{
    public static async Task InviteAsync(WebApplication app, TextWriter output)
    {
        await using var context = app.Services.GetRequiredService<ComparisonDatabase>().CreateContext();
        if (await context.Users.AnyAsync())
        {
            return;
        }

        var address = app.Services.GetRequiredService<ReleaseCheckRunner>().OwnAddress.AbsoluteUri;
        await output.WriteLineAsync($"Nobody runs this program yet. To open its admin pages, set a password with this link, which works once:\n  {app.Services.GetRequiredService<AdminLink>().GetOrCreate(address)}");
    }
}
