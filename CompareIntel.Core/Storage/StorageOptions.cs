using System.ComponentModel.DataAnnotations;

namespace CompareIntel.Core.Storage;

/// <summary>Where comparisons are stored.</summary>
public sealed class StorageOptions : IValidatableObject
{
    public const string SectionName = "Storage";

    /// <summary>The database.</summary>
    public StorageProvider Provider { get; set; } = StorageProvider.Sqlite;

    /// <summary>How to reach it. SQLite needs none: it is a file in the data directory. PostgreSQL: <c>Host=...;Database=...;Username=...;Password=...</c></summary>
    public string? ConnectionString { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Provider == StorageProvider.Postgres && string.IsNullOrWhiteSpace(ConnectionString))
        {
            yield return new ValidationResult(
                $"{SectionName}:{nameof(ConnectionString)} is missing: PostgreSQL needs one, such as \"Host=localhost;Database=compareintel;Username=compareintel;Password=...\".",
                [nameof(ConnectionString)]);
        }
    }
}
