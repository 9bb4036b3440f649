using System.Text;
using System.Text.Json;

namespace CompareIntel.Benchmarks.Client;

/// <summary>A comparison that the product runs, with its event stream, which may be left at any time: the run goes on.</summary>
internal sealed class StartedComparison : IDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _reader;

    private StartedComparison(string id, HttpResponseMessage response, StreamReader reader)
    {
        Id = id;
        _response = response;
        _reader = reader;
    }

    public string Id { get; }

    /// <summary>Posts the comparison, as the owner of these cookies when there are any, and reads its first event.</summary>
    public static async Task<StartedComparison> StartAsync(
        HttpClient http,
        Uri product,
        IEnumerable<string> models,
        CancellationToken cancellationToken,
        string? cookies = null)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            input_data = "Which of these answers is the best one?",
            models = models.Select(static model => $"up:{model}"),
            tier = "extended",
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(product, "/api/v1/compare-stream")) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        if (cookies is not null)
        {
            request.Headers.Add("Cookie", cookies);
        }

        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            using (response)
            {
                throw new BenchmarkException($"The product refused a comparison: {await response.Content.ReadAsStringAsync(cancellationToken)}");
            }
        }

        var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken), Encoding.UTF8);
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                using var first = JsonDocument.Parse(line["data: ".Length..]);
                return new StartedComparison(first.RootElement.GetProperty("comparison_id").GetString()!, response, reader);
            }
        }

        throw new BenchmarkException("A comparison's event stream ended before it began.");
    }

    /// <summary>Reads all events to the last. False when the comparison did not complete with every lane finished.</summary>
    public async Task<bool> ReadToEndAsync(CancellationToken cancellationToken)
    {
        var last = "";
        while (await _reader.ReadLineAsync(cancellationToken) is { } line)
        {
            last = line.Length > 0 ? line : last;
        }

        return last.Contains("\"type\":\"complete\"", StringComparison.Ordinal) && last.Contains("\"models_failed\":0", StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _reader.Dispose();
        _response.Dispose();
    }
}
