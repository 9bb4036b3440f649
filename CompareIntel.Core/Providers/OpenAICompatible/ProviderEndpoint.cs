namespace CompareIntel.Core.Providers.OpenAICompatible;

/// <summary>One server: its address, the headers it gets, and requests to it that either succeed or throw <see cref="ProviderException"/>.</summary>
internal sealed class ProviderEndpoint
{
    private readonly HttpClient _httpClient;
    private readonly string? _apiKey;
    private readonly KeyValuePair<string, string>[] _headers;
    private readonly SecretRedactor _redactor;

    public ProviderEndpoint(string name, ProviderOptions options, HttpClient httpClient, ReadingTurns turns, TimeProvider timeProvider)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(httpClient);
        ArgumentNullException.ThrowIfNull(turns);
        ArgumentNullException.ThrowIfNull(timeProvider);
        BaseUrl = options.BaseUrl is { IsAbsoluteUri: true } baseUrl
            ? baseUrl
            : throw new ArgumentException("An OpenAI-compatible provider needs an absolute BaseUrl.", nameof(options));
        _httpClient = httpClient;
        Turns = turns;
        _apiKey = string.IsNullOrWhiteSpace(options.ApiKey) ? null : options.ApiKey.Trim();
        _headers = [.. options.Headers];
        _redactor = new SecretRedactor(options);
        Failures = new FailureMapper(name, _redactor, timeProvider);
    }

    public Uri BaseUrl { get; }

    public FailureMapper Failures { get; }

    /// <summary>Where answers wait to be read.</summary>
    public ReadingTurns Turns { get; }

    public bool IsOpenAI => BaseUrl.Host.Equals("api.openai.com", StringComparison.OrdinalIgnoreCase);

    public bool IsOpenRouter =>
        BaseUrl.Host.Equals("openrouter.ai", StringComparison.OrdinalIgnoreCase)
        || BaseUrl.Host.EndsWith(".openrouter.ai", StringComparison.OrdinalIgnoreCase);

    /// <summary>A request to <paramref name="path"/> below the base URL, whose query (such as an api-version) is kept.</summary>
    public HttpRequestMessage CreateRequest(HttpMethod method, string path, string accept)
    {
        var address = new UriBuilder(BaseUrl) { Fragment = "" };
        address.Path = $"{address.Path.TrimEnd('/')}/{path}";
        var request = new HttpRequestMessage(method, address.Uri)
        {
            Version = System.Net.HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        request.Headers.TryAddWithoutValidation("Accept", accept);
        request.Headers.TryAddWithoutValidation("User-Agent", "CompareIntel");
        if (_apiKey is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {_apiKey}");
        }

        foreach (var (name, value) in _headers)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    /// <summary>The response with status 2xx, as soon as its headers are there, which are noted in <paramref name="call"/>. The caller disposes it.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, bool namesModel, CancellationToken cancellationToken, ProviderCall? call = null)
    {
        HttpResponseMessage response;
        try
        {
            response = await _httpClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw Failures.FromSend(exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Nobody cancelled: the handler's limit for connecting, or a limit that a host set on the client.
            throw Failures.TimedOut($"no connection in time ({exception.InnerException?.Message ?? exception.Message})", exception);
        }

        call?.NoteHead(RequestIds.Of(response, _redactor));
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await Failures.FromResponseAsync(response, namesModel, cancellationToken).ConfigureAwait(false);
        }
    }
}
