using Bunit;
using CompareIntel.Web.Administration.Logs;
using CompareIntel.Web.Components.Administration;

namespace CompareIntel.Tests.Web.Components.Administration;

public sealed class LogListTests : BunitContext
{
    private static readonly DateTimeOffset s_at = new(2026, 11, 25, 9, 8, 7, 654, TimeSpan.FromHours(2));

    [Fact]
    public void Entry_WithEverything_ShowsItInUtcAndLinksToItsRunAndModel()
    {
        var list = Render<LogList>(parameters => parameters.Add(list => list.Entries,
        [
            new LogEntry { At = s_at, Severity = LogSeverity.Error, Message = "It <b>broke</b>", Source = "CompareIntel.Core.Engine", Run = "run 1", Model = "a:b&c", Exception = "System.Exception: why\n   at where" },
        ]));

        Assert.Equal("11-25 07:08:07.654", list.Find("time").TextContent);
        Assert.Equal("2026-11-25T07:08:07.6540000Z", list.Find("time").GetAttribute("datetime"));
        Assert.Equal("It <b>broke</b>", list.Find(".words").TextContent);
        Assert.Contains("bad", list.Find("li").ClassList);
        Assert.Equal(["/admin/logs?run=run%201", "/admin/logs?model=a%3Ab%26c"], list.FindAll(".about a").Select(static link => link.GetAttribute("href")));
        Assert.Equal(("Engine", "CompareIntel.Core.Engine"), (list.Find(".about span").TextContent, list.Find(".about span").GetAttribute("title")));
        Assert.Equal("System.Exception: why", list.Find("summary").TextContent);
        Assert.Equal("System.Exception: why\n   at where", list.Find("pre").TextContent);
    }

    [Fact]
    public void Entry_AboutNothing_HasNoLinksAndNoException()
    {
        var list = Render<LogList>(parameters => parameters.Add(list => list.Entries, [new LogEntry { At = s_at, Severity = LogSeverity.Information, Message = "Ready" }]));

        Assert.Empty(list.FindAll("a, details"));
    }
}
