using CompareIntel.Core.Administration;
using CompareIntel.Core.Diagnostics;
using CompareIntel.Core.Diagnostics.Weekly;
using CompareIntel.Core.Verification;
using CompareIntel.Web.Administration.Logs;

namespace CompareIntel.Web.Administration;

/// <summary>What the admin pages link to that is not a page.</summary>
internal static class AdminEndpoints
{
    public static void MapAdminEndpoints(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/admin/checks/{number:long}/report.{format:regex(^(md|json)$)}", GetReportAsync).RequireAuthorization(AdminIdentity.Policy).ExcludeFromDescription();
        routes.MapGet("/admin/logs/download", DownloadLogsAsync).RequireAuthorization(AdminIdentity.Policy).ExcludeFromDescription();
        routes.MapGet("/admin/history/weekly/{week}/report.md", GetWeekAsync).RequireAuthorization(AdminIdentity.Policy).ExcludeFromDescription();
        routes.MapGet("/admin/runs/{id}/bundle.zip", GetBundleAsync).RequireAuthorization(AdminIdentity.Policy).ExcludeFromDescription();
    }

    /// <summary>The lines that the page's filter takes, oldest first, as they stand in the files.</summary>
    private static async Task DownloadLogsAsync(string? text, string? level, string? run, string? model, string? from, string? to, HttpContext context, LogReader logs, AuditLog audit, TimeProvider time, CancellationToken cancellationToken)
    {
        var filter = LogFilter.Of(text, level, run, model, from, to);
        var query = filter.ToQuery();
        await audit.AddAsync(AdminIdentity.NameOf(context.User) ?? "", "logs", $"downloaded {(query.Length > 0 ? query : "all")}", context.Connection.RemoteIpAddress?.ToString(), cancellationToken);
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentType = "application/jsonl; charset=utf-8";
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"compareintel-logs-{time.GetUtcNow():yyyyMMdd-HHmmss}.jsonl\"";
        await logs.WriteAllAsync(filter, context.Response.BodyWriter, cancellationToken);
    }

    private static async Task<IResult> GetWeekAsync(string week, HttpContext context, WeeklyReports reports, CancellationToken cancellationToken)
    {
        if (!IsoWeek.TryParse(week, out var wanted) || wanted > reports.Latest.Next)
        {
            return Results.NotFound();
        }

        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"compareintel-{wanted}.md\"";
        return Results.Text(WeeklyMarkdown.Of(await reports.ReadAsync(wanted, cancellationToken)), "text/markdown; charset=utf-8");
    }

    private static async Task<IResult> GetBundleAsync(
        string id,
        bool? texts,
        HttpContext context,
        RunDirectory runs,
        WatchTimings timings,
        ModelStatistics statistics,
        SettingsWithoutSecrets settings,
        RunLogLines logLines,
        AuditLog audit,
        TimeProvider timeProvider,
        CancellationToken cancellationToken)
    {
        if (await runs.FindAsync(id, cancellationToken) is not { } run)
        {
            return Results.NotFound();
        }

        var withTexts = texts == true;
        await audit.AddAsync(AdminIdentity.NameOf(context.User)!, "bundle", $"{id}, {(withTexts ? "with" : "without")} prompt and answers", context.Connection.RemoteIpAddress?.ToString(), cancellationToken);
        var models = run.Request.Lanes.Select(static lane => lane.Model).ToHashSet(StringComparer.Ordinal);
        var file = new MemoryStream();
        await SupportBundle.WriteAsync(
            new BundleContents
            {
                Comparison = run,
                Explanation = RunExplanation.Of(run, await timings.ListAsync(id, cancellationToken)),
                Settings = settings.Read(),
                Versions = SettingsWithoutSecrets.Versions(),
                LogLines = await logLines.ReadAsync(run, cancellationToken),
                Statistics = statistics.Snapshot().Where(pair => models.Contains(pair.Key)).ToDictionary(StringComparer.Ordinal),
                MadeAt = timeProvider.GetUtcNow(),
                WithTexts = withTexts,
            },
            file,
            cancellationToken);
        file.Position = 0;
        context.Response.Headers.CacheControl = "no-store";
        return Results.File(file, "application/zip", $"run-{id}.zip");
    }

    private static async Task<IResult> GetReportAsync(long number, string format, HttpContext context, CheckReports reports, CancellationToken cancellationToken)
    {
        if (await reports.FindAsync(number, cancellationToken) is not { } kept)
        {
            return Results.NotFound();
        }

        context.Response.Headers.CacheControl = "no-store";
        var name = $"release-checks-{number}.{format}";
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        return format == "md"
            ? Results.Text(await ToMarkdownAsync(kept, reports, cancellationToken), "text/markdown; charset=utf-8")
            : Results.Text(VerificationDocuments.ToJson(kept.Report), "application/json; charset=utf-8");
    }

    private static async Task<string> ToMarkdownAsync(KeptReport kept, CheckReports reports, CancellationToken cancellationToken)
    {
        var earlier = await reports.ListAsync(kept.Report.Server, kept.Number, ReportTrend.MostReports, cancellationToken);
        return ReportMarkdown.Of(kept, ReportTrend.Of(kept.Report, earlier.Select(static other => other.Report)));
    }
}
