using System.Text.RegularExpressions;
using CompareIntel.Tests.Support;

namespace CompareIntel.Tests.Web.Hosting;

public sealed partial class ContentPolicyTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/c/x")]
    [InlineData("/not-found")]
    [InlineData("/zzz")]
    [InlineData("/docs/")]
    public async Task Page_RunsScriptsOfThisServerOnly(string path)
    {
        await using var app = await CompareIntelApplication.StartAsync();

        using var response = await app.Client.GetAsync(new Uri(path, UriKind.Relative));

        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        var scripts = Assert.Single(policy.Split(';'), static part => part.TrimStart().StartsWith("script-src ", StringComparison.Ordinal));
        Assert.Matches("^ script-src 'self' 'nonce-[0-9a-f]{32}'$", scripts);
        foreach (var part in (string[])["default-src 'self'", "object-src 'none'", "base-uri 'self'", "form-action 'self'", "frame-ancestors 'self'", "connect-src 'self'"])
        {
            Assert.Contains(part, policy.Split(';', StringSplitOptions.TrimEntries));
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/docs/")]
    public async Task InlineScripts_CarryTheNonceOfTheirRequest(string path)
    {
        await using var app = await CompareIntelApplication.StartAsync();
        var nonces = new HashSet<string>();
        for (var request = 0; request < 2; request++)
        {
            using var response = await app.Client.GetAsync(new Uri(path, UriKind.Relative));
            var nonce = Nonce().Match(Assert.Single(response.Headers.GetValues("Content-Security-Policy"))).Groups[1].Value;
            var page = await response.Content.ReadAsStringAsync();
            var inline = InlineScript().Matches(page).Select(static script => script.Value).ToArray();

            Assert.NotEmpty(inline);
            Assert.All(inline, script => Assert.Contains($"nonce=\"{nonce}\"", script, StringComparison.Ordinal));
            Assert.True(nonces.Add(nonce));
        }
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/api/zzz")]
    [InlineData("/app.css")]
    [InlineData("/openapi.json")]
    public async Task WhatIsNoPage_RunsNothing(string path)
    {
        await using var app = await CompareIntelApplication.StartAsync();

        using var response = await app.Client.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal("default-src 'none'; frame-ancestors 'self'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")));
    }

    [GeneratedRegex("'nonce-([^']+)'")]
    private static partial Regex Nonce();

    [GeneratedRegex("<script(?![^>]*\\ssrc=)[^>]*>")]
    private static partial Regex InlineScript();
}
