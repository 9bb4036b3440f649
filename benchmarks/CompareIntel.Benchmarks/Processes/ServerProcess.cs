using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace CompareIntel.Benchmarks.Processes;

/// <summary>A server that this program started on a loopback port and that ends with it.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const int KeptLines = 60;
    private static readonly TimeSpan s_startLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Queue<string> _lastLines = new();

    private ServerProcess(Process process, string name, Uri address)
    {
        _process = process;
        Name = name;
        Address = address;

        // Read, and but for the last lines thrown away: a pipe that nobody empties would stop the server.
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
    }

    public string Name { get; }

    public Uri Address { get; }

    public int Id => _process.Id;

    public TimeSpan CpuTime => !_process.HasExited
        ? ProcessClock.Read(_process.Id)
        : throw new BenchmarkException($"{Name} has ended with exit code {_process.ExitCode}. It wrote:\n{LastLines()}");

    /// <summary>Bytes of the process that are in memory now.</summary>
    public long ResidentBytes
    {
        get
        {
            var fields = File.ReadAllText($"/proc/{_process.Id}/statm").Split(' ');
            return long.Parse(fields[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;
        }
    }

    /// <summary>Starts a mode of this executable.</summary>
    public static Task<ServerProcess> StartSelfAsync(string mode, string readyPath, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var port = FreePort();
        var start = StartOf(typeof(ServerProcess).Assembly.Location);
        string[] all = [mode, "--child", "--port", port.ToString(CultureInfo.InvariantCulture), .. arguments];
        Array.ForEach(all, start.ArgumentList.Add);
        return StartAsync(mode, start, port, readyPath, cancellationToken);
    }

    /// <summary>Starts the product as it is shipped, with <paramref name="environment"/> as its only configuration.</summary>
    public static Task<ServerProcess> StartProductAsync(
        string dll,
        IReadOnlyDictionary<string, string> environment,
        CancellationToken cancellationToken)
    {
        var port = FreePort();
        var start = StartOf(dll);
        start.ArgumentList.Add("--urls");
        start.ArgumentList.Add(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));

        // Each of these would add a provider or move the address.
        string[] foreign = ["OPENROUTER_API_KEY", "OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GEMINI_API_KEY", "OLLAMA_HOST", "ASPNETCORE_URLS"];
        Array.ForEach(foreign, name => start.Environment.Remove(name));
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return StartAsync("product", start, port, "/health", cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static ProcessStartInfo StartOf(string dll)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(dll),
        };
        start.ArgumentList.Add(dll);
        return start;
    }

    private static async Task<ServerProcess> StartAsync(
        string name,
        ProcessStartInfo start,
        int port,
        string readyPath,
        CancellationToken cancellationToken)
    {
        var process = Process.Start(start) ?? throw new BenchmarkException($"{name} did not start.");
        var server = new ServerProcess(process, name, new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")));
        try
        {
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            await server.WaitUntilReadyAsync(new Uri(server.Address, readyPath), cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    private async Task WaitUntilReadyAsync(Uri uri, CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        var startedAt = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                using var response = await client.GetAsync(uri, cancellationToken);
                if (response.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            if (_process.HasExited || TimeProvider.System.GetElapsedTime(startedAt) > s_startLimit)
            {
                throw new BenchmarkException($"{Name} does not answer at {uri}. It wrote:\n{LastLines()}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellationToken);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Keep(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_lastLines)
        {
            _lastLines.Enqueue(line);
            if (_lastLines.Count > KeptLines)
            {
                _lastLines.Dequeue();
            }
        }
    }

    private string LastLines()
    {
        lock (_lastLines)
        {
            return string.Join('\n', _lastLines);
        }
    }

    private void OnProcessExit(object? sender, EventArgs arguments) => Kill();

    private void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }
    }
}
