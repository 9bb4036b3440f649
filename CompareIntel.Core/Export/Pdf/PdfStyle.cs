namespace CompareIntel.Core.Export.Pdf;

/// <summary>How a piece of text looks. Sizes in points.</summary>
internal sealed record PdfStyle(float Size)
{
    public bool Bold { get; init; }

    public bool Italic { get; init; }

    public bool Mono { get; init; }

    public bool Strikethrough { get; init; }

    public bool Muted { get; init; }

    /// <summary>Where it leads; null for text that is no link.</summary>
    public string? Address { get; init; }
}
