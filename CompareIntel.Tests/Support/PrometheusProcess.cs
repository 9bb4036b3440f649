using System.Diagnostics;
using System.Text.Json;

namespace CompareIntel.Tests.Support;

/// <summary>A real Prometheus with a configuration of the test's and a database of its own.</summary>
internal sealed class PrometheusProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly TemporaryFolder _data;
    private readonly HttpClient _client;

    private PrometheusProcess(Process process, TemporaryFolder data, HttpClient client)
    {
        _process = process;
        _data = data;
        _client = client;
    }

    /// <summary>Starts it, and returns when it answers.</summary>
    public static async Task<PrometheusProcess> StartAsync(string configuration)
    {
        var address = new Uri(ServerProcess.FreeAddress());
        var data = new TemporaryFolder();
        var process = new Process
        {
            StartInfo = new ProcessStartInfo(
                Processes.Find("prometheus"),
                [$"--config.file={configuration}", $"--storage.tsdb.path={data.Path}", $"--web.listen-address={address.Authority}"]) { RedirectStandardError = true, RedirectStandardOutput = true },
        };
        process.Start();
        // Nobody reads what it says, and a full pipe would stop it.
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        var prometheus = new PrometheusProcess(process, data, new HttpClient { BaseAddress = address, Timeout = AsyncAssert.Timeout });
        await AsyncAssert.EventuallyAsync(prometheus.IsReadyAsync);
        return prometheus;
    }

    /// <summary>The <c>data</c> of an answer of its API.</summary>
    /// <exception cref="InvalidOperationException">It could not answer; the message says why.</exception>
    public async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await _client.GetAsync(new Uri(path, UriKind.Relative));
        var body = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonDocument.Parse(body).RootElement.GetProperty("data") : throw new InvalidOperationException($"{path}: {body}");
    }

    /// <summary>How many series this query gives now.</summary>
    public async Task<int> CountAsync(string query) => (await GetAsync($"/api/v1/query?query={Uri.EscapeDataString(query)}")).GetProperty("result").GetArrayLength();

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WithinTimeout();
        _process.Dispose();
        _client.Dispose();
        _data.Dispose();
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await _client.GetAsync(new Uri("/-/ready", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException) when (!_process.HasExited)
        {
            return false;
        }
    }
}
