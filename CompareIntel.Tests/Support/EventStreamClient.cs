using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace CompareIntel.Tests.Support;

/// <summary>One event as a client sees it.</summary>
internal sealed record WireEvent(long Id, string Json)
{
    private readonly JsonElement _data = JsonDocument.Parse(Json).RootElement;

    public string Type => Text("type");

    public int Lane => this["lane"].GetInt32();

    public JsonElement this[string name] => _data.GetProperty(name);

    public string Text(string name) => this[name].GetString()!;

    public bool Has(string name) => _data.TryGetProperty(name, out _);
}

/// <summary>An open event stream. Disposing it drops the connection.</summary>
internal sealed class EventStreamClient : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly IAsyncEnumerator<SseItem<string>> _items;
    private readonly SseParser<string> _parser;

    private EventStreamClient(HttpResponseMessage response, Stream body)
    {
        _response = response;
        _parser = SseParser.Create(body);
        _items = _parser.EnumerateAsync().GetAsyncEnumerator();
    }

    public HttpResponseMessage Response => _response;

    public static Task<EventStreamClient> CompareAsync(HttpClient client, params string[] models) =>
        CompareAsync(client, new { input_data = "What is love?", models });

    public static Task<EventStreamClient> CompareAsync(HttpClient client, object body, string path = "/compare-stream") =>
        SendAsync(client, new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) });

    public static Task<EventStreamClient> FollowAsync(HttpClient client, string comparison, long? after = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/comparisons/{comparison}/events");
        if (after is not null)
        {
            request.Headers.Add("Last-Event-ID", $"{after}");
        }

        return SendAsync(client, request);
    }

    /// <summary>The next event, or null when the stream has ended.</summary>
    public async Task<WireEvent?> NextAsync() =>
        await _items.MoveNextAsync().AsTask().WithinTimeout() ? new WireEvent(long.Parse(_parser.LastEventId, System.Globalization.CultureInfo.InvariantCulture), _items.Current.Data) : null;

    public async Task<WireEvent> NextAsync(string type)
    {
        while (await NextAsync() is { } item)
        {
            if (item.Type == type)
            {
                return item;
            }
        }

        throw new InvalidOperationException($"The stream ended without {type}.");
    }

    public async Task<IReadOnlyList<WireEvent>> ToEndAsync()
    {
        var events = new List<WireEvent>();
        while (await NextAsync() is { } item)
        {
            events.Add(item);
        }

        return events;
    }

    public ValueTask DisposeAsync()
    {
        _response.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task<EventStreamClient> SendAsync(HttpClient client, HttpRequestMessage request)
    {
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WithinTimeout();
        return new EventStreamClient(response, await response.Content.ReadAsStreamAsync());
    }
}
