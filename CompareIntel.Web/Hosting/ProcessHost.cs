using System.Net.Sockets;
using CompareIntel.Web.Administration;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace CompareIntel.Web.Hosting;

/// <summary>Runs the application as a process: what keeps it from starting is said in plain lines, and the exit code tells.</summary>
internal static class ProcessHost
{
    /// <param name="create">Makes the application.</param>
    /// <param name="output">Where the one-time link goes as long as there is no administrator; the logs are no place for it.</param>
    public static async Task<int> RunAsync(Func<WebApplication> create, TextWriter output)
    {
        await using var logger = SerilogSetup.CreateBootstrapLogger();
        try
        {
            await using var app = create();
            await app.StartAsync();
            await FirstAdministrator.InviteAsync(app, output);
            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (Exception exception)
        {
            var faults = Describe(exception).ToArray();
            if (faults.Length == 0)
            {
                logger.Fatal(exception, "CompareIntel ended by a fault of its own");
            }

            foreach (var fault in faults)
            {
                logger.Fatal("CompareIntel can't start: {Fault:l}", fault);
            }

            return 1;
        }
    }

    /// <summary>The operator's faults in words; none for ours, which need a stack trace.</summary>
    public static IEnumerable<string> Describe(Exception exception) => exception switch
    {
        AggregateException several => several.InnerExceptions.SelectMany(Describe),
        OptionsValidationException options => options.Failures,
        // The configuration binder names the value and the setting it stands in.
        InvalidOperationException { InnerException: FormatException or ArgumentException or OverflowException } binding => [binding.Message],
        InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } binding => [binding.Message],
        InvalidDataException file => [file.Message],
        IOException io => [DescribeAddress(io)],
        SocketException socket => [socket.Message],
        FormatException { Source: "Microsoft.AspNetCore.Http" or "Microsoft.AspNetCore.Server.Kestrel.Core" } address => [address.Message],
        _ => [],
    };

    private static string DescribeAddress(IOException exception) =>
        exception.InnerException is AddressInUseException
            ? $"{exception.Message.TrimEnd('.')}. Stop what uses it, or choose another one with --urls http://localhost:8001"
            : exception.Message;
}
