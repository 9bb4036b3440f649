using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using CompareIntel.Tests.Support;

namespace CompareIntel.Tests.Web.Hosting;

/// <summary>The program under something that is called systemd and listens to its notices, as systemd does for units with <c>Type=notify</c>.</summary>
public sealed class SystemdTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Socket _notices = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly string _address = ServerProcess.FreeAddress();

    public SystemdTests() => _notices.Bind(new UnixDomainSocketEndPoint(_folder.PathOf("notify")));

    public void Dispose()
    {
        _notices.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Start_UnderSystemd_SaysReadyOnceItAnswersAndStoppingWhenItGoesDown()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "systemd is Linux's.");
        using var parent = Start();
        try
        {
            var child = await parent.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WithinTimeout();

            Assert.Equal("READY=1", await NextAsync());
            using var client = new HttpClient { BaseAddress = new Uri(_address) };
            Assert.Equal(HttpStatusCode.OK, (await client.ReadAsync("/health")).StatusCode);

            using var kill = Process.Start("kill", ["-TERM", child!]);
            Assert.Equal("STOPPING=1", await NextAsync());
            await parent.WaitForExitAsync(TestContext.Current.CancellationToken).WithinTimeout();
            Assert.Equal(0, parent.ExitCode);
        }
        finally
        {
            End(parent);
        }
    }

    [Fact]
    public async Task Start_ThatFails_NeverSaysReady()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "systemd is Linux's.");
        using var parent = Start("--Comparisons:MaxLanes=0");
        try
        {
            await parent.WaitForExitAsync(TestContext.Current.CancellationToken).WithinTimeout();

            Assert.Equal(1, parent.ExitCode);
            Assert.Equal(0, _notices.Available);
        }
        finally
        {
            End(parent);
        }
    }

    private Process Start(params string[] settings)
    {
        // What decides is the name of the parent.
        var systemd = _folder.PathOf("systemd");
        File.CreateSymbolicLink(systemd, "/bin/bash");
        string[] program = [Path.Combine(AppContext.BaseDirectory, "CompareIntel.Web"), $"--DataDirectory={_folder.PathOf("data")}", $"--urls={_address}", .. settings];
        var start = new ProcessStartInfo(systemd, ["-c", "\"$@\" > /dev/null & echo $!; wait $!", "systemd", .. program]) { RedirectStandardOutput = true };
        start.Environment["NOTIFY_SOCKET"] = _folder.PathOf("notify");
        return Process.Start(start)!;
    }

    private static void End(Process parent)
    {
        if (!parent.HasExited)
        {
            parent.Kill(entireProcessTree: true);
        }
    }

    private async Task<string> NextAsync()
    {
        var buffer = new byte[4_096];
        var count = await _notices.ReceiveAsync(buffer, TestContext.Current.CancellationToken).WithinTimeout();
        return Encoding.ASCII.GetString(buffer, 0, count);
    }
}
