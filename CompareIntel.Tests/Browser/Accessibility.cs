using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace CompareIntel.Tests.Browser;

internal static class Accessibility
{
    private static readonly AxeRunOptions s_rules = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
    };

    /// <summary>Holds the page against axe-core's rules for WCAG 2.2 AA, with nothing left over.</summary>
    public static async Task AssertNothingLeftAsync(IPage page, string state = "")
    {
        var result = await page.RunAxe(s_rules);
        Assert.Empty(result.Violations.Select(violation =>
            $"{state} {violation.Id}: {violation.Help} {string.Join(" | ", violation.Nodes.Select(static node => node.Html))}"));
    }
}
