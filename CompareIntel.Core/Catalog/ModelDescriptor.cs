namespace CompareIntel.Core.Catalog;

/// <summary>What is known of one model. Null means that the provider does not say.</summary>
public sealed record ModelDescriptor
{
    /// <summary>The provider's name.</summary>
    public required string Provider { get; init; }

    /// <summary>The id that the provider knows it by, without the provider's name.</summary>
    public required string Id { get; init; }

    /// <summary>A name for people.</summary>
    public required string Name { get; init; }

    /// <summary>One or two sentences; empty when the provider gives none.</summary>
    public string Description { get; init; } = "";

    /// <summary>A group for lists, such as <c>General</c> or <c>Faults</c>; the vendor part of the id where the provider gives none.</summary>
    public string Category { get; init; } = "";

    /// <summary>Tokens of context.</summary>
    public int? ContextLength { get; init; }

    /// <summary>Tokens of output at most.</summary>
    public int? MaxOutputTokens { get; init; }

    /// <summary>US dollars per million input tokens.</summary>
    public decimal? InputPricePerMillion { get; init; }

    /// <summary>US dollars per million output tokens.</summary>
    public decimal? OutputPricePerMillion { get; init; }

    /// <summary>Whether it takes images.</summary>
    public bool? SupportsVision { get; init; }

    /// <summary>Whether it reasons before it answers.</summary>
    public bool? SupportsReasoning { get; init; }

    /// <summary>Whether answers are made up here.</summary>
    public bool IsSimulated { get; init; }

    /// <summary>The id that is always exact: <c>provider:model</c>.</summary>
    public string ExactId => $"{Provider}:{Id}";
}
