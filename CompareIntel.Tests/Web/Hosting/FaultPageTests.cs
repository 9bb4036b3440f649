using System.Net;
using AngleSharp.Html.Parser;
using CompareIntel.Core.Storage;
using CompareIntel.Tests.Support;
using CompareIntel.Tests.Web.Administration;
using CompareIntel.Web.Administration.Logs;
using CompareIntel.Web.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Serilog.Events;

namespace CompareIntel.Tests.Web.Hosting;

public sealed class FaultPageTests
{
    [Fact]
    public async Task PageThatFaults_SaysSoAndUnderWhichNameTheLogHasTheCause()
    {
        await using var application = await CompareIntelApplication.StartAsync();
        using var client = new AdminClient(application);
        await using (var context = application.Services.GetRequiredService<ComparisonDatabase>().CreateContext())
        {
            await context.Database.ExecuteSqlRawAsync("DROP TABLE audit_entries", TestContext.Current.CancellationToken);
        }

        using var answer = await client.SignInAsync("ada", "not this one at all");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("audit_entries", text, StringComparison.Ordinal);
        using var page = new HtmlParser().ParseDocument(text);
        Assert.Equal("That did not work", page.QuerySelector("h1")?.TextContent);
        Assert.Contains("Try again in a moment", page.QuerySelector("[role=alert]")?.TextContent, StringComparison.Ordinal);
        var reference = page.QuerySelector(".account-note code")!.TextContent;
        var reader = application.Services.GetRequiredService<LogReader>();
        await AsyncAssert.EventuallyAsync(() => reader.ReadBack(new LogFilter { Text = reference }, null, 10, long.MaxValue, TestContext.Current.CancellationToken)
            .Entries.Any(static entry => entry.Exception?.Contains("audit_entries", StringComparison.Ordinal) == true));
    }

    [Fact]
    public async Task FaultPage_AskedForWithoutAFault_IsNotThere()
    {
        LogEventCounter logged;
        await using (var application = await CompareIntelApplication.StartAsync())
        {
            logged = application.Services.GetRequiredService<LogEventCounter>();

            using var answer = await application.Client.GetAsync(new Uri("/fault", UriKind.Relative), TestContext.Current.CancellationToken);

            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }

        // What goes wrong when a page is taken down comes behind its answer.
        Assert.Equal(0, logged.CountOf(LogEventLevel.Error));
    }
}
