using System.ComponentModel.DataAnnotations;

namespace CompareIntel.Core.Diagnostics;

/// <summary>The <c>Diagnostics</c> section.</summary>
public sealed class DiagnosticsOptions : IValidatableObject
{
    public const string SectionName = "Diagnostics";

    /// <summary>Days that what was measured of a lane is kept, and the sums and anomalies that came of it.</summary>
    [Range(1, 36_500)]
    public int SampleDays { get; set; } = 400;

    /// <summary>
    /// Where the beginning and the end of an anomaly are posted as JSON: an https address, or an http one of this machine. Null for nowhere. It may hold a secret, and is
    /// never logged or shown.
    /// </summary>
    public string? WebhookUrl { get; set; }

    /// <summary>Folder in the data directory that gets a report every week; empty for none.</summary>
    public string WeeklyReportFolder { get; set; } = "weekly-reports";

    /// <summary>The day on which the report of the week before is written.</summary>
    [EnumDataType(typeof(DayOfWeek))]
    public DayOfWeek WeeklyReportDay { get; set; } = DayOfWeek.Monday;

    /// <summary>The hour of that day, UTC.</summary>
    [Range(0, 23)]
    public int WeeklyReportHour { get; set; } = 6;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        // The address itself is left out of the words: it may hold a secret.
        if (!string.IsNullOrEmpty(WebhookUrl)
            && !(Uri.TryCreate(WebhookUrl, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))))
        {
            yield return new ValidationResult($"{SectionName}:{nameof(WebhookUrl)} must be an https:// address, or an http:// one of this machine such as http://localhost:9000/hook.", [nameof(WebhookUrl)]);
        }

        if (WeeklyReportFolder.Length > 0 && (Path.IsPathRooted(WeeklyReportFolder) || WeeklyReportFolder.Split('/', '\\').Any(static part => part.Trim('.', ' ').Length == 0)))
        {
            yield return new ValidationResult($"{SectionName}:{nameof(WeeklyReportFolder)} must be a folder inside of the data directory, such as weekly-reports, or empty.", [nameof(WeeklyReportFolder)]);
        }
    }
}
