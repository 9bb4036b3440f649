using System.ComponentModel;
using System.Text.Json.Serialization;
using CompareIntel.Core.Catalog;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CompareIntel.Web.Api;

/// <summary>What can be asked now.</summary>
internal sealed record ModelsDocument(
    IReadOnlyList<ModelDocument> Models,
    IReadOnlyDictionary<string, IReadOnlyList<ModelDocument>> ModelsByProvider,
    IReadOnlyList<ProviderDocument> Providers);

/// <summary>One model. What its provider does not say is left out.</summary>
internal sealed record ModelDocument
{
    [Description("The shortest id that means this model.")]
    public required string Id { get; init; }

    [Description("`provider:model`, which is always exact.")]
    public required string ExactId { get; init; }

    public required string Name { get; init; }

    public required string Description { get; init; }

    public required string Category { get; init; }

    public required string Provider { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ContextLength { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? MaxOutputTokens { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PricingDocument? Pricing { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? SupportsVision { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? SupportsReasoning { get; init; }

    [Description("Whether answers are made up here.")]
    public required bool Simulated { get; init; }
}

/// <summary>US dollars per million tokens.</summary>
internal sealed record PricingDocument(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? InputPerMillion,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? OutputPerMillion);

/// <summary>A provider, and how far its list can be relied on.</summary>
internal sealed record ProviderDocument(
    string Name,
    [property: Description("`loading`, `ready`, `unreachable` or `off`: an administrator has switched it off, and its models are left out.")] string State,
    [property: Description("Of one that is unreachable or off: what is wrong and what to do.")]
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    string? Message,
    bool Simulated);

internal static class ModelApi
{
    public static void Map(RouteGroupBuilder group) => group
        .MapGet("/models", Get)
        .WithTags("Models")
        .WithSummary("The models that can be asked")
        .WithDescription("Ids that are not listed may work too: a provider may take ids that it does not list.")
        .Produces<ModelsDocument>();

    private static Ok<ModelsDocument> Get(ModelCatalog catalog)
    {
        var providers = catalog.Current.Providers;
        var byProvider = providers.ToDictionary(
            static provider => provider.Name,
            provider => (IReadOnlyList<ModelDocument>)[.. provider.Models.Where(_ => !provider.IsOff).Select(model => ToDocument(model, catalog))],
            StringComparer.Ordinal);
        return TypedResults.Ok(new ModelsDocument(
            [.. providers.SelectMany(provider => byProvider[provider.Name])],
            byProvider,
            [.. providers.Select(static provider => ToDocument(provider))]));
    }

    private static ProviderDocument ToDocument(ProviderCatalog provider) => provider.IsOff
        ? new ProviderDocument(provider.Name, "off", $"{provider.Name} has been switched off for now by whoever runs this server.", provider.IsSimulated)
        : new ProviderDocument(provider.Name, WireName.Of(provider.State), provider.Message, provider.IsSimulated);

    private static ModelDocument ToDocument(ModelDescriptor model, ModelCatalog catalog) => new()
    {
        Id = catalog.PreferredId(model),
        ExactId = model.ExactId,
        Name = model.Name,
        Description = model.Description,
        Category = model.Category,
        Provider = model.Provider,
        ContextLength = model.ContextLength,
        MaxOutputTokens = model.MaxOutputTokens,
        Pricing = model.InputPricePerMillion is null && model.OutputPricePerMillion is null
            ? null
            : new PricingDocument(model.InputPricePerMillion, model.OutputPricePerMillion),
        SupportsVision = model.SupportsVision,
        SupportsReasoning = model.SupportsReasoning,
        Simulated = model.IsSimulated,
    };
}
