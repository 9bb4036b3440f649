using System.Net;
using CompareIntel.Core.Diagnostics.Weekly;
using CompareIntel.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CompareIntel.Tests.Web.Administration;

public sealed class WeeklyReportEndpointTests
{
    [Fact]
    public async Task Report_OfAWeek_IsMarkdownForAdministratorsAlone()
    {
        await using var application = await CompareIntelApplication.StartAsync();
        using var admin = await AdminClient.ClaimAsync(application);
        using var stranger = new AdminClient(application);
        var week = application.Services.GetRequiredService<WeeklyReports>().Latest;

        using var answer = await admin.GetAsync($"/admin/history/weekly/{week}/report.md");

        Assert.Equal((HttpStatusCode.OK, "text/markdown", $"attachment; filename=\"compareintel-{week}.md\""), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType, answer.Content.Headers.ContentDisposition!.ToString()));
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.StartsWith($"# CompareIntel, week {week}", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, await admin.StatusAsync("/admin/history/weekly/2026-W99/report.md"));
        Assert.Equal(HttpStatusCode.NotFound, await admin.StatusAsync($"/admin/history/weekly/{week.Next.Next}/report.md"));
        Assert.Equal(HttpStatusCode.NotFound, await stranger.StatusAsync($"/admin/history/weekly/{week}/report.md"));
    }
}
