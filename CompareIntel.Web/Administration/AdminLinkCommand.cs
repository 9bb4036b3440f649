using CompareIntel.Web.Hosting;

namespace CompareIntel.Web.Administration;

/// <summary>
/// <c>admin-link [ADDRESS]</c>: prints the one-time link with which an operator becomes an administrator, or gets a new password. A server that runs knows it at once.
/// </summary>
internal static class AdminLinkCommand
{
    public const string Name = "admin-link";

    private const string Usage = "Usage: admin-link [ADDRESS]\nPrints a link, valid until it is used, with which an administrator's password or passkey is set. ADDRESS is where people reach the server.";

    /// <param name="arguments">What stands behind the command's name; settings such as <c>--DataDirectory=/var/lib/compareintel</c> among it.</param>
    /// <param name="create">Makes the application, which is not started, from the settings.</param>
    /// <param name="output">Where the link goes.</param>
    /// <param name="error">Where faults go.</param>
    /// <returns>The exit code: 0, 1 if the data directory can't be used, 2 if the command line is wrong.</returns>
    public static async Task<int> RunAsync(string[] arguments, Func<string[], WebApplication> create, TextWriter output, TextWriter error)
    {
        string[] settings = [.. arguments.Where(static argument => argument.StartsWith("--", StringComparison.Ordinal))];
        string[] rest = [.. arguments.Except(settings)];
        if (rest.Length > 1 || settings.Any(static setting => !setting.Contains('=', StringComparison.Ordinal))
            || (rest is [var given] && !(Uri.TryCreate(given, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")))
        {
            await error.WriteLineAsync(Usage);
            return 2;
        }

        try
        {
            await using var app = create(settings);
            await output.WriteLineAsync(app.Services.GetRequiredService<AdminLink>().GetOrCreate(rest is [var chosen] ? chosen : app.Configuration["urls"]?.Split(';')[0] ?? LocalSettings.DefaultAddress));
            return 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync(exception.Message);
            return 1;
        }
    }
}
