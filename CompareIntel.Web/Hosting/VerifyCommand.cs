using System.Globalization;
using CompareIntel.Core.Verification;
using Microsoft.Extensions.Options;

namespace CompareIntel.Web.Hosting;

/// <summary>
/// <c>verify [URL] [--models a,b] [--counts 3,6,9,12] [--api-key KEY] [--json]</c>: makes the release checks from outside against a server, this program's or
/// another installation's.
/// </summary>
internal static class VerifyCommand
{
    public const string Name = "verify";

    private const int Passed = 0;
    private const int Failed = 1;
    private const int Misused = 2;
    private const string DefaultServer = LocalSettings.DefaultAddress;
    private const string KeyVariable = "COMPAREINTEL_API_KEY";
    private const string Usage = $"""
        Usage: verify [URL] [--models a,b,c] [--counts 3,6,9,12] [--api-key KEY] [--json]
        Checks a running server from outside. URL is {DefaultServer} unless told. Without --models its simulated models are asked; real ones cost money.
        The key can be given as {KeyVariable} too, where other users of this machine do not see it. Exit code 0 only if all that must pass has passed.
        """;

    /// <param name="arguments">What stands behind the command's name; settings such as <c>--Verification:MaxStopMs=2000</c> among it.</param>
    /// <param name="create">Makes the application, which is not started, from the settings.</param>
    /// <param name="output">Where the report goes: lines as checks are made, or one JSON document at the end.</param>
    /// <param name="error">Where faults of the command line go, and with <c>--json</c> the progress.</param>
    /// <param name="cancellationToken">Ends the checks.</param>
    /// <returns>The exit code: 0 if all that must pass has passed, 1 if not, 2 if the command line is wrong.</returns>
    public static async Task<int> RunAsync(
        string[] arguments, Func<string[], WebApplication> create, TextWriter output, TextWriter error, CancellationToken cancellationToken = default)
    {
        if (arguments.Any(static argument => argument is "--help" or "-h" or "-?"))
        {
            await output.WriteLineAsync(Usage);
            return Passed;
        }

        var (given, fault) = Parse(arguments);
        if (given is null)
        {
            await error.WriteLineAsync($"{fault}\n{Usage}");
            return Misused;
        }

        await using var app = create([.. given.Settings]);
        VerificationOptions options;
        try
        {
            options = app.Services.GetRequiredService<IOptions<VerificationOptions>>().Value;
        }
        catch (OptionsValidationException exception)
        {
            await error.WriteLineAsync(exception.Message);
            return Misused;
        }

        if (given.Counts.Count > 0)
        {
            options.Counts = [.. given.Counts];
        }

        var verifier = new ReleaseVerifier(given.Server, given.Models, options, TimeProvider.System, given.ApiKey);
        var progress = given.IsJson ? error : output;
        await progress.WriteLineAsync($"Checking {given.Server} from outside.");
        await foreach (var check in verifier.RunAsync(cancellationToken))
        {
            await progress.WriteLineAsync(Line(check));
        }

        var report = verifier.Report;
        await output.WriteLineAsync(given.IsJson ? VerificationDocuments.ToJson(report) : VerificationDocuments.ToText(report));
        return report.IsPassed ? Passed : Failed;
    }

    private static string Line(ReleaseCheck check)
    {
        var mark = check.Outcome switch
        {
            CheckOutcome.Passed => "ok  ",
            CheckOutcome.Skipped => "skip",
            _ => check.Level == CheckLevel.Must ? "FAIL" : "miss",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{mark}  {Word(check.Level),-6}  {check.Name,-16}  {check.Detail}");
    }

    private static string Word(CheckLevel level) => level switch
    {
        CheckLevel.Must => "must",
        CheckLevel.Should => "should",
        _ => "nice",
    };

    private static (Given? Given, string Fault) Parse(string[] arguments)
    {
        var server = DefaultServer;
        var hasServer = false;
        string[] models = [];
        int[] counts = [];
        var key = Environment.GetEnvironmentVariable(KeyVariable);
        var isJson = false;
        var settings = new List<string>();
        for (var index = 0; index < arguments.Length; index++)
        {
            var argument = arguments[index];
            switch (argument)
            {
                case "--json":
                    isJson = true;
                    break;
                case "--models" or "--counts" or "--api-key" when index + 1 == arguments.Length || arguments[index + 1].StartsWith("--", StringComparison.Ordinal):
                    return (null, $"{argument} needs a value.");
                case "--models":
                    models = arguments[++index].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
                    break;
                case "--counts":
                    var numbers = arguments[++index].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
                    counts = [.. numbers.Select(static number => int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0)];
                    if (counts.Length == 0 || counts.Any(static count => count is < 2 or > ReleaseVerifier.MostModels))
                    {
                        return (null, $"--counts takes whole numbers from 2 to {ReleaseVerifier.MostModels}, with commas between them.");
                    }

                    break;
                case "--api-key":
                    key = arguments[++index];
                    break;
                case ['-', '-', ..] when argument.Contains('=', StringComparison.Ordinal):
                    settings.Add(argument);
                    break;
                case ['-', ..]:
                    return (null, $"There is no option {argument}.");
                default:
                    if (hasServer)
                    {
                        return (null, $"There is one URL, and {argument} is a second one.");
                    }

                    hasServer = true;
                    server = argument;
                    break;
            }
        }

        return Uri.TryCreate(server, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
            ? (new Given(address, models, counts, key, isJson, settings), "")
            : (null, $"{server} is not an address such as {DefaultServer}.");
    }

    private sealed record Given(Uri Server, IReadOnlyList<string> Models, IReadOnlyList<int> Counts, string? ApiKey, bool IsJson, IReadOnlyList<string> Settings);
}
