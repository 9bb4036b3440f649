namespace CompareIntel.Core.Storage.Entities;

/// <summary>What is searched of a comparison. The words themselves stand in an index that only the database knows.</summary>
public sealed class StoredSearchText
{
    public long Number { get; set; }

    /// <summary>Prompt and answers, compressed.</summary>
    public required byte[] Text { get; set; }
}
