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

    /// <summary>Days that a conversation is kept after its newest turn, unless it has a star; null keeps all.</summary>
    [Range(1, 36_500)]
    public int? RetentionDays { get; set; }

    /// <summary>Whether a start that migrates a database that holds something backs it up first.</summary>
    public bool BackupBeforeMigration { get; set; } = true;

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
