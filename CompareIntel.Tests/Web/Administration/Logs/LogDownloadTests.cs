using System.Net;
using System.Text.Json;
using CompareIntel.Core.Administration;
using CompareIntel.Tests.Support;
using CompareIntel.Web.Administration.Logs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CompareIntel.Tests.Web.Administration.Logs;

public partial class LogDownloadTests
{
    [Fact]
    public async Task Download_ByAnAdministrator_HoldsWhatTheFilterTakesAndIsAudited()
    {
        await using var application = await CompareIntelApplication.StartAsync("--Serilog:MinimumLevel:Default=Information");
        var logger = application.Services.GetRequiredService<ILoggerFactory>().CreateLogger("CompareIntel.Test");
        LogKettle(logger, "assam");
        LogKettle(logger, "darjeeling");
        using var client = await AdminClient.ClaimAsync(application);
        await WrittenAsync(application, new LogFilter { Model = "darjeeling" });

        using var answer = await client.GetAsync("/admin/logs/download?model=assam&level=warning");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.EndsWith(".jsonl", answer.Content.Headers.ContentDisposition!.FileName!.Trim('"'), StringComparison.Ordinal);
        var line = Assert.Single((await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        var entry = LogEntry.TryRead(System.Text.Encoding.UTF8.GetBytes(line))!;
        Assert.Equal(("The assam kettle", LogSeverity.Warning, "CompareIntel.Test", "assam"), (entry.Message, entry.Severity, entry.Source, entry.Model));
        var audit = await application.Services.GetRequiredService<AuditLog>().ListAsync(1, TestContext.Current.CancellationToken);
        Assert.Equal(("ada", "logs", "downloaded ?level=Warning&model=assam"), (audit[0].Actor, audit[0].Action, audit[0].Detail));
    }

    [Theory]
    [InlineData("/admin/logs")]
    [InlineData("/admin/logs/download")]
    public async Task Logs_ToAnyoneElse_AreNotThere(string path)
    {
        await using var application = await CompareIntelApplication.StartAsync();
        using var client = new AdminClient(application);

        Assert.Equal(HttpStatusCode.NotFound, await client.StatusAsync(path));
    }

    [Fact]
    public async Task Comparison_ThatRan_IsFoundByItsRunAndItsModel()
    {
        await using var application = await CompareIntelApplication.StartAsync("--Serilog:MinimumLevel:Default=Information", "--Comparisons:MaxAttempts=1");
        var response = await application.Client.PostAsync("/compare", new { input_data = "tea", models = new[] { "gone" } });
        var run = (await response.JsonAsync()).GetProperty("metadata").GetProperty("comparison_id").GetString()!;
        var reader = application.Services.GetRequiredService<LogReader>();
        var end = "The end of it all.";
        LogEnd(application.Services.GetRequiredService<ILoggerFactory>().CreateLogger("CompareIntel.Test"), end);
        await WrittenAsync(application, new LogFilter { Text = end });

        var byRun = reader.ReadBack(new LogFilter { Run = run }, null, 10, long.MaxValue, TestContext.Current.CancellationToken).Entries;
        var byModel = reader.ReadBack(new LogFilter { Model = "gone" }, null, 10, long.MaxValue, TestContext.Current.CancellationToken).Entries;

        Assert.NotEmpty(byRun);
        Assert.Equal(byRun, byModel);
    }

    [Fact]
    public async Task SharedLink_InTheLogs_HasNoToken()
    {
        await using var application = await CompareIntelApplication.StartAsync("--Serilog:MinimumLevel:Default=Debug");

        await application.Client.ReadAsync("/s/an-unmistakable-token");
        await application.Client.ReadAsync("/api/v1/shares/an-unmistakable-token/export?format=html");

        // Both are logged when they have been answered.
        await WrittenAsync(application, new LogFilter { Text = "GET /s/…" });
        await WrittenAsync(application, new LogFilter { Text = "GET /api/v1/shares/…/export" });
        await application.StopAsync();
        var lines = new List<string>();
        await foreach (var line in application.Services.GetRequiredService<LogReader>().ReadAllAsync(new LogFilter(), TestContext.Current.CancellationToken))
        {
            lines.Add(JsonDocument.Parse(line).RootElement.ToString());
        }

        Assert.Contains(lines, static line => line.Contains("/s/…", StringComparison.Ordinal) || line.Contains("/s/\\u2026", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, static line => line.Contains("unmistakable", StringComparison.Ordinal));
    }

    // Written a moment after they are logged, in the order in which they are.
    private static Task WrittenAsync(CompareIntelApplication application, LogFilter filter) => AsyncAssert.EventuallyAsync(() =>
        application.Services.GetRequiredService<LogReader>().ReadBack(filter, null, 1, long.MaxValue, TestContext.Current.CancellationToken).Entries.Count > 0);

    [LoggerMessage(LogLevel.Information, "{Text}")]
    private static partial void LogEnd(ILogger logger, string text);

    [LoggerMessage(LogLevel.Warning, "The {Model} kettle")]
    private static partial void LogKettle(ILogger logger, string model);
}
