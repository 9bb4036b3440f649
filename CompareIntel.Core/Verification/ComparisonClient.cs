using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CompareIntel.Core.Verification;

/// <summary>A server that speaks the HTTP API, as an outside client sees it.</summary>
internal sealed class ComparisonClient : IDisposable
{
    private const string Root = "api/v1/";
    private const int MaxExcerpt = 300;

    private readonly HttpClient _http;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _timeProvider;

    /// <param name="server">Its address, without a path of the API.</param>
    /// <param name="apiKey">Sent as a bearer token; null for none.</param>
    /// <param name="timeout">For a whole answer or stream at most.</param>
    /// <param name="timeProvider">Gives the times of arrival.</param>
    public ComparisonClient(Uri server, string? apiKey, TimeSpan timeout, TimeProvider timeProvider)
    {
        _timeout = timeout;
        _timeProvider = timeProvider;
        // The cookie makes what is started here known to be ours when it is read again.
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })
        {
            BaseAddress = new Uri(server.AbsoluteUri.TrimEnd('/') + '/'),
            Timeout = Timeout.InfiniteTimeSpan,
        };
        if (apiKey is not null)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>A document.</summary>
    /// <exception cref="VerificationException">There is no answer, or not this one.</exception>
    public Task<JsonObject> GetAsync(string path, CancellationToken cancellationToken) => LimitAsync(path, async limit =>
    {
        using var response = await _http.GetAsync(new Uri(Root + path, UriKind.Relative), limit).ConfigureAwait(false);
        return await ReadAsync(path, response, limit).ConfigureAwait(false);
    }, cancellationToken);

    /// <summary>Asks for what has no body, such as a stop.</summary>
    public Task PostAsync(string path, CancellationToken cancellationToken) => LimitAsync(path, async limit =>
    {
        using var response = await _http.PostAsync(new Uri(Root + path, UriKind.Relative), null, limit).ConfigureAwait(false);
        await EnsureSuccessAsync(path, response, limit).ConfigureAwait(false);
        return true;
    }, cancellationToken);

    /// <summary>Removes what a check has left; a server without that route keeps it.</summary>
    public Task DeleteAsync(string id, CancellationToken cancellationToken) => LimitAsync($"DELETE {id}", async limit =>
    {
        using var response = await _http.DeleteAsync(new Uri($"{Root}comparisons/{id}", UriKind.Relative), limit).ConfigureAwait(false);
        return response.StatusCode;
    }, cancellationToken);

    /// <summary>Starts a comparison and reads its stream.</summary>
    /// <param name="models">Lane by lane.</param>
    /// <param name="prompt">To all of them.</param>
    /// <param name="isSequential">Asks for one after another.</param>
    /// <param name="isLast">Called with each event; true ends the reading there, as a client that goes away does.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="VerificationException">The request is refused, the stream is not one, or it breaks off.</exception>
    public Task<ObservedComparison> CompareAsync(
        IReadOnlyList<string> models, string prompt, bool isSequential, Func<ObservedEvent, string?, ValueTask<bool>>? isLast, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["input_data"] = prompt, ["models"] = new JsonArray([.. models.Select(static model => (JsonNode)model)]) };
        if (isSequential)
        {
            body["mode"] = "sequential";
        }

        return StreamAsync(models, () => new HttpRequestMessage(HttpMethod.Post, Root + "compare-stream") { Content = JsonContent.Create(body, VerificationJsonContext.Default.JsonObject) }, isLast, cancellationToken);
    }

    /// <summary>Reads a comparison's stream again, behind an event or from its start.</summary>
    public Task<ObservedComparison> FollowAsync(string id, IReadOnlyList<string> models, long? lastEventId, CancellationToken cancellationToken) => StreamAsync(
        models,
        () =>
        {
            var request = new HttpRequestMessage(HttpMethod.Get, $"{Root}comparisons/{id}/events");
            if (lastEventId is { } known)
            {
                request.Headers.Add("Last-Event-ID", known.ToString(CultureInfo.InvariantCulture));
            }

            return request;
        },
        null,
        cancellationToken);

    private Task<ObservedComparison> StreamAsync(
        IReadOnlyList<string> models, Func<HttpRequestMessage> create, Func<ObservedEvent, string?, ValueTask<bool>>? isLast, CancellationToken cancellationToken) => LimitAsync("The stream", async limit =>
    {
        using var request = create();
        var path = request.RequestUri!.OriginalString;
        var started = _timeProvider.GetTimestamp();
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit).ConfigureAwait(false);
        await EnsureSuccessAsync(path, response, limit).ConfigureAwait(false);
        if (response.Content.Headers.ContentType?.MediaType != "text/event-stream")
        {
            throw new VerificationException($"{path} answers with {response.Content.Headers.ContentType?.MediaType ?? "no content type"}, not with text/event-stream.");
        }

        var events = new List<ObservedEvent>();
        string? id = null;
        TimeSpan? spread = null;
        using var stream = await response.Content.ReadAsStreamAsync(limit).ConfigureAwait(false);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(limit).ConfigureAwait(false))
        {
            var at = _timeProvider.GetElapsedTime(started);
            var data = Parse(item.Data);
            var observed = Observe(at, item.EventId, data, models);
            id ??= Text(data, "comparison_id");
            if (observed.Type == "complete" && data["metadata"] is JsonObject metadata)
            {
                id ??= Text(metadata, "comparison_id");
                spread = Milliseconds(metadata, "start_spread_ms");
            }

            events.Add(observed);
            if (isLast is not null && await isLast(observed, id).ConfigureAwait(false))
            {
                break;
            }
        }

        return new ObservedComparison(models, id, events, _timeProvider.GetElapsedTime(started), spread);
    }, cancellationToken);

    private static ObservedEvent Observe(TimeSpan at, string? id, JsonObject data, IReadOnlyList<string> models)
    {
        var type = Text(data, "type") ?? "";
        var lane = data["lane"] is JsonValue value && value.TryGetValue<int>(out var index) ? index
            // Older servers name the model alone.
            : Text(data, "model") is { } model && models.Index().Where(pair => pair.Item == model).Select(static pair => (int?)pair.Index).FirstOrDefault() is { } found ? found : (int?)null;
        var isFault = data["error"] is JsonValue error && error.TryGetValue<bool>(out var failed) && failed;
        var end = type != "done" ? null : new ObservedEnd(
            isFault,
            isFault ? $"{Text(data, "error_kind")}: {Text(data, "message")}" : Text(data, "finish_reason"),
            Milliseconds(data, "ttft_ms"),
            Milliseconds(data, "duration_ms"));
        return new ObservedEvent(
            at,
            long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null,
            type,
            lane,
            type is "chunk" or "reasoning" ? Text(data, "content") ?? "" : "",
            end);
    }

    private static JsonObject Parse(string json)
    {
        try
        {
            return JsonNode.Parse(json) as JsonObject ?? throw new VerificationException($"An event of the stream is not a JSON object: {Excerpt(json)}");
        }
        catch (JsonException)
        {
            throw new VerificationException($"An event of the stream is not JSON: {Excerpt(json)}");
        }
    }

    internal static string? Text(JsonObject json, string name) => json[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static TimeSpan? Milliseconds(JsonObject json, string name) =>
        json[name] is JsonValue value && value.TryGetValue<double>(out var number) ? TimeSpan.FromMilliseconds(number) : null;

    private static async Task<JsonObject> ReadAsync(string path, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await EnsureSuccessAsync(path, response, cancellationToken).ConfigureAwait(false);
        var text = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return JsonNode.Parse(text) as JsonObject ?? throw new VerificationException($"{path} does not answer with a JSON object but with: {Excerpt(text)}");
        }
        catch (JsonException)
        {
            throw new VerificationException($"{path} does not answer with JSON but with: {Excerpt(text)}");
        }
    }

    private static async Task EnsureSuccessAsync(string path, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode != HttpStatusCode.OK && response.StatusCode != HttpStatusCode.NoContent)
        {
            throw new VerificationException($"{path} answers {(int)response.StatusCode}: {Excerpt(await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false))}");
        }
    }

    private async Task<T> LimitAsync<T>(string path, Func<CancellationToken, Task<T>> action, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_timeout);
        try
        {
            return await action(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new VerificationException($"{path} did not come to an end within {_timeout.TotalSeconds:0} s.");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new VerificationException($"{path}: {exception.Message}", exception);
        }
    }

    private static string Excerpt(string text) => text.Length <= MaxExcerpt ? text : text[..MaxExcerpt] + "…";
}
