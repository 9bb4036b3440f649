using System.ComponentModel.DataAnnotations;
using CompareIntel.Core.Diagnostics;

namespace CompareIntel.Tests.Core.Diagnostics;

public sealed class DiagnosticsOptionsTests
{
    [Theory]
    [InlineData("https://chat.example/hooks/T0/secret")]
    [InlineData("http://localhost:9000/hook")]
    [InlineData("http://127.0.0.1/hook")]
    [InlineData("http://[::1]:9000/hook")]
    [InlineData("")]
    [InlineData(null)]
    public void WebhookUrl_HttpsOrThisMachine_IsTaken(string? url) => Assert.Empty(Validate(new DiagnosticsOptions { WebhookUrl = url }));

    [Theory]
    [InlineData("http://chat.example/secret")]
    [InlineData("ftp://localhost/secret")]
    [InlineData("file:///secret")]
    [InlineData("secret")]
    public void WebhookUrl_AnythingElse_IsRefusedWithoutBeingRepeated(string url)
    {
        var fault = Assert.Single(Validate(new DiagnosticsOptions { WebhookUrl = url })).ErrorMessage;

        Assert.Contains("Diagnostics:WebhookUrl must be an https:// address", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("weekly-reports", true)]
    [InlineData("reports/weekly", true)]
    [InlineData("", true)]
    [InlineData("../elsewhere", false)]
    [InlineData("reports/../../elsewhere", false)]
    [InlineData("/etc", false)]
    [InlineData(".", false)]
    public void WeeklyReportFolder_StaysInTheDataDirectory(string folder, bool isValid) =>
        Assert.Equal(isValid, Validate(new DiagnosticsOptions { WeeklyReportFolder = folder }).Count == 0);

    [Fact]
    public void Numbers_OutOfRange_AreRefused() =>
        Assert.Equal(3, Validate(new DiagnosticsOptions { SampleDays = 0, WeeklyReportHour = 24, WeeklyReportDay = (DayOfWeek)7 }).Count);

    private static List<ValidationResult> Validate(DiagnosticsOptions options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return results;
    }
}
