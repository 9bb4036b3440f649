namespace CompareIntel.Core.Export;

/// <summary>A comparison as a file: docs/export-format.md says what each field means. Times are in milliseconds, exact to 100 ns.</summary>
internal sealed record ExportDocument
{
    /// <summary>Name and version of the format.</summary>
    public const string CurrentFormat = "compareintel/1";

    public required string Format { get; init; }

    public required ExportComparison Comparison { get; init; }
}
