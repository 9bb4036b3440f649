using CompareIntel.Tests.Support;

namespace CompareIntel.Tests.Deploy;

public sealed class PrometheusTests
{
    [Theory]
    [InlineData("sum by (le, job) (rate(a_b_bucket{x=~\"c|d\"}[5m])) / on (job) e > 1.5e9 and f offset 1d", new[] { "a_b_bucket", "e", "f" })]
    [InlineData("histogram_quantile(0.95, sum by (le) (rate(a_bucket[1m])))", new[] { "a_bucket" })]
    public void MetricsOf_AQuery_AreItsNamesAndNothingElse(string query, string[] expected) => Assert.Equal(expected, DeployFiles.MetricsOf(query));

    [Fact]
    public async Task Files_PassPromtool()
    {
        foreach (var args in (string[][])[["check", "config", DeployFiles.PathOf("prometheus/prometheus.yml")], ["check", "rules", DeployFiles.PathOf("prometheus/compareintel.rules.yml")]])
        {
            var (code, output) = await Processes.RunAsync("promtool", args);
            Assert.True(code == 0, output);
        }
    }

    [Fact]
    public async Task Rules_DoWhatTheirTestsSayAndEachHasOne()
    {
        var tests = DeployFiles.PathOf("prometheus/compareintel.rules.test.yml");

        var (code, output) = await Processes.RunAsync("promtool", "test", "rules", tests);

        Assert.True(code == 0, output);
        var text = await File.ReadAllTextAsync(tests, TestContext.Current.CancellationToken);
        Assert.True(DeployFiles.Alerts().Count >= 9);
        Assert.All(DeployFiles.Alerts(), alert => Assert.Contains($"alertname: {alert.Name}\n        exp_alerts:\n          - ", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Scrape_AfterARun_HasEveryMetricThatDashboardAndRulesName()
    {
        await using var server = await ScrapedServer.StartAsync();
        await server.RunAsync();

        var scrape = await server.ScrapeAsync();
        var there = scrape.Split('\n').Where(static line => line.Length > 0 && line[0] != '#').Select(static line => line.Split('{', ' ')[0]).ToHashSet(StringComparer.Ordinal);

        // Prometheus makes this one itself.
        var named = DeployFiles.DashboardQueries().Concat(DeployFiles.Alerts().Select(static alert => alert.Query)).SelectMany(DeployFiles.MetricsOf).Where(static name => name != "up").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        Assert.True(named.Length > 25, $"Only {named.Length} metrics are named.");
        Assert.Equal([], named.Except(there, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Prometheus_ThatScrapesAsConfigured_AnswersEveryQueryOfTheDashboardAndEvaluatesEveryRule()
    {
        await using var server = await ScrapedServer.StartAsync();
        using var folder = new TemporaryFolder();
        File.Copy(DeployFiles.PathOf("prometheus/compareintel.rules.yml"), folder.PathOf("compareintel.rules.yml"));
        var shipped = await File.ReadAllTextAsync(DeployFiles.PathOf("prometheus/prometheus.yml"), TestContext.Current.CancellationToken);
        Assert.Contains("\"localhost:9464\"", shipped, StringComparison.Ordinal);
        await File.WriteAllTextAsync(
            folder.PathOf("prometheus.yml"),
            shipped.Replace("localhost:9464", server.Metrics.Authority, StringComparison.Ordinal).Replace(": 15s", ": 1s", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);
        await using var prometheus = await PrometheusProcess.StartAsync(folder.PathOf("prometheus.yml"));
        await AsyncAssert.EventuallyAsync(async () => await prometheus.CountAsync("up{job=\"compareintel\"} == 1") == 1);

        await server.RunAsync();

        foreach (var query in DeployFiles.DashboardQueries())
        {
            await AsyncAssert.EventuallyAsync(async () => await prometheus.CountAsync(query) > 0, query);
        }

        var rules = (await prometheus.GetAsync("/api/v1/rules")).GetProperty("groups").EnumerateArray().SelectMany(static group => group.GetProperty("rules").EnumerateArray()).ToArray();
        Assert.Equal(DeployFiles.Alerts().Select(static alert => alert.Name), rules.Select(static rule => rule.GetProperty("name").GetString()));
        Assert.All(rules, static rule => Assert.Equal("ok", rule.GetProperty("health").GetString()));
    }
}
