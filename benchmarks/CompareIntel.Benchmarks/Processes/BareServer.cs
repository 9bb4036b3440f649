using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace CompareIntel.Benchmarks.Processes;

/// <summary>Kestrel on a loopback port with no logging and no middleware.</summary>
internal static class BareServer
{
    /// <summary>
    /// Serves until a signal ends the process or, with <c>--child</c>, until <paramref name="input"/> closes: a runner that is killed
    /// outright can't end its processes, but its end of the pipe closes.
    /// </summary>
    public static async Task RunAsync(Arguments arguments, int port, Stream input, Action<WebApplication> map)
    {
        var isChild = arguments.Flag("--child");
        arguments.RequireAllUsed();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Listen(IPAddress.Loopback, port);
        });
        await using var app = builder.Build();
        map(app);
        await app.StartAsync();
        using var terminate = new Interruption();
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = terminate.Token.Register(() => stop.TrySetResult());
        if (isChild)
        {
            _ = DrainAsync(input, stop);
        }

        await stop.Task;
    }

    private static async Task DrainAsync(Stream input, TaskCompletionSource stop)
    {
        var buffer = new byte[64];
        while (await input.ReadAsync(buffer) > 0)
        {
            // Nothing is ever sent; only the end matters.
        }

        stop.TrySetResult();
    }
}
