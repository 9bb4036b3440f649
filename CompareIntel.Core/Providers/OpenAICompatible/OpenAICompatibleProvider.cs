using System.Text.Json;
using CompareIntel.Core.Catalog;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace CompareIntel.Core.Providers.OpenAICompatible;

/// <summary>
/// A server that speaks OpenAI's chat completions protocol: OpenAI, OpenRouter, Gemini, Ollama, vLLM, llama.cpp, LM Studio and others.
/// </summary>
public sealed partial class OpenAICompatibleProvider : IModelProvider
{
    private readonly ProviderEndpoint _endpoint;
    private readonly ILogger _logger;

    /// <summary>A provider from its configuration.</summary>
    /// <param name="name">The name that users and configuration know it by.</param>
    /// <param name="options">Read now, later changes have no effect. <see cref="ProviderOptions.BaseUrl"/> is required.</param>
    /// <param name="httpClient">
    /// Must have an infinite timeout and follow no redirects (<see cref="OpenAICompatibleHttp.CreateClient"/>). Not disposed here.
    /// </param>
    /// <param name="logger">Gets what is worth knowing and fails nobody.</param>
    /// <param name="turns">Where answers wait to be read.</param>
    /// <param name="timeProvider">Tells how far off the date of a <c>Retry-After</c> is.</param>
    /// <exception cref="ArgumentException">The name is blank or there is no absolute base URL.</exception>
    public OpenAICompatibleProvider(string name, ProviderOptions options, HttpClient httpClient, ILogger logger, ReadingTurns turns, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(logger);
        _endpoint = new ProviderEndpoint(name, options, httpClient, turns, timeProvider);
        _logger = logger;
        Name = name;
        MaxConcurrentLanes = options.MaxConcurrentLanes;
        ChatClient = new OpenAICompatibleChatClient(name, _endpoint);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool IsSimulated => false;

    /// <inheritdoc/>
    public bool AcceptsUnlistedModels => true;

    /// <inheritdoc/>
    public int? MaxConcurrentLanes { get; }

    /// <inheritdoc/>
    public IChatClient ChatClient { get; }

    /// <summary>The models that <c>GET /models</c> names now, in its order. Entries that can't be read are left out.</summary>
    /// <exception cref="ProviderException">The list could not be had, or is none.</exception>
    public async Task<IReadOnlyList<ModelDescriptor>> ListModelsAsync(CancellationToken cancellationToken)
    {
        using var request = _endpoint.CreateRequest(HttpMethod.Get, "models", "application/json");
        using var response = await _endpoint.SendAsync(request, namesModel: false, cancellationToken).ConfigureAwait(false);
        var (bytes, isComplete) = await ResponseBody
            .ReadAsync(response, ResponseBody.MaxBytes, _endpoint.Failures, cancellationToken)
            .ConfigureAwait(false);
        if (!isComplete)
        {
            throw _endpoint.Failures.Malformed($"the list of models is longer than {ResponseBody.MaxBytes} bytes", bytes.Span);
        }

        try
        {
            var (models, skipped) = ModelListReader.Read(bytes, Name);
            if (skipped > 0)
            {
                LogModelsSkipped(Name, skipped, models.Count);
            }

            return models;
        }
        catch (JsonException exception)
        {
            throw _endpoint.Failures.Malformed("not a list of models", bytes.Span, exception);
        }
    }

    [LoggerMessage(2100, LogLevel.Warning, "{Provider} lists {Skipped} models that can't be read or are there twice, beside {Count} others")]
    private partial void LogModelsSkipped(string provider, int skipped, int count);
}
