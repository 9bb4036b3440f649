using System.Net;
using CompareIntel.Core.Administration;
using CompareIntel.Tests.Support;
using CompareIntel.Web.Administration;
using Microsoft.Extensions.DependencyInjection;

namespace CompareIntel.Tests.Web.Administration;

public sealed class AdminAccountTests
{
    private static readonly string[] s_adminPaths = ["/admin", "/admin/history", "/admin/history/compare", "/admin/history/weekly", "/admin/history/anomalies", "/admin/checks", "/admin/checks/1", "/admin/checks/1/report.md", "/admin/audit", "/admin/account", "/admin/runs", "/admin/runs/one", "/admin/runs/one/two", "/admin/runs/one/bundle.zip", "/admin/feedback"];

    [Fact]
    public async Task AdminPages_ForAnyoneElse_AreNotThere()
    {
        await using var application = await CompareIntelApplication.StartAsync();
        using var stranger = new AdminClient(application);

        foreach (var path in s_adminPaths)
        {
            Assert.Equal(HttpStatusCode.NotFound, await stranger.StatusAsync(path));
        }

        using var nothing = await stranger.GetAsync("/no-such-page");
        using var admin = await stranger.GetAsync("/admin");
        // Nothing about the two answers tells them apart but nonces and the like.
        Assert.Equal(nothing.Headers.Select(static header => header.Key).Order(), admin.Headers.Select(static header => header.Key).Order());
    }

    [Theory]
    [InlineData("/admin")]
    [InlineData("/admin/logs")]
    [InlineData("/admin/nonsense")]
    public async Task AdminAddresses_PostedToByAnyoneElse_AreNotThere(string path)
    {
        await using var application = await CompareIntelApplication.StartAsync();

        using var answer = await application.Client.PostAsync(new Uri(path, UriKind.Relative), null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Form_SentWithoutTheCookieItCameWith_ComesBackFreshAndSaysWhy()
    {
        await using var application = await CompareIntelApplication.StartAsync();
        using var admin = await AdminClient.ClaimAsync(application);
        using var first = new AdminClient(application);
        using var second = new AdminClient(application);
        var opened = await first.OpenAsync("/account/sign-in", "sign-in");

        using var answer = await second.SendAsync(opened, ("Name", "ada"), ("Password", AdminClient.Password));

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        using var fresh = await second.GetAsync(answer.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.OK, fresh.StatusCode);
        Assert.Contains("The form was out of date", await fresh.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using var taken = await second.SignInAsync("ada", AdminClient.Password);
        Assert.Equal("/admin", taken.Headers.Location?.AbsolutePath);
    }

    [Fact]
    public async Task Link_OpenInTwoTabs_SaysInTheSecondThatItWasUsed()
    {
        await using var application = await CompareIntelApplication.StartAsync();
        using var other = new AdminClient(application);
        var stale = await other.OpenAsync(AdminClient.LinkOf(application), "claim");
        using var admin = await AdminClient.ClaimAsync(application);

        using var answer = await other.SendAsync(stale, ("Name", "bob"), ("Password", AdminClient.Password), ("Repeated", AdminClient.Password));

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        using var fresh = await other.GetAsync(answer.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.Gone, fresh.StatusCode);
        Assert.Contains("This link does not work", await fresh.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_WithANameOfSpaces_SaysWhatANameIs()
    {
        await using var application = await CompareIntelApplication.StartAsync();
        using var client = new AdminClient(application);

        using var answer = await client.SubmitAsync(AdminClient.LinkOf(application), "claim", ("Name", "   "), ("Password", AdminClient.Password), ("Repeated", AdminClient.Password));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("letters, digits and any of - . _ @ +", WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_UsedOnce_MakesAnAdministratorAndWorksNoMore()
    {
        await using var application = await CompareIntelApplication.StartAsync();
        var link = AdminClient.LinkOf(application);
        Assert.Equal(link, AdminClient.LinkOf(application));

        using var admin = await AdminClient.ClaimAsync(application);

        Assert.Equal(HttpStatusCode.OK, await admin.StatusAsync("/admin"));
        using var other = new AdminClient(application);
        Assert.Equal(HttpStatusCode.Gone, await other.StatusAsync(link));
        Assert.Equal(HttpStatusCode.NotFound, await other.StatusAsync("/admin"));
        Assert.NotEqual(link, AdminClient.LinkOf(application));
    }

    [Theory]
    [InlineData("short", "short", "12 characters")]
    [InlineData("a few plain words", "a few other words", "differ")]
    public async Task Link_WithABadPassword_SaysWhyAndStaysValid(string password, string repeated, string expected)
    {
        await using var application = await CompareIntelApplication.StartAsync();
        using var client = new AdminClient(application);
        var link = AdminClient.LinkOf(application);

        using var answer = await client.SubmitAsync(link, "claim", ("Name", "ada"), ("Password", password), ("Repeated", repeated));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains(expected, page, StringComparison.Ordinal);
        Assert.DoesNotContain(password + "\"", page, StringComparison.Ordinal);
        Assert.Equal(link, AdminClient.LinkOf(application));
        Assert.Equal(HttpStatusCode.OK, await client.StatusAsync(link));
    }

    [Fact]
    public async Task Link_ForANameThatIsThere_ReplacesThePasswordAndSignsOutEverywhere()
    {
        await using var application = await CompareIntelApplication.StartAsync();
        using var before = await AdminClient.ClaimAsync(application);
        using var after = new AdminClient(application);

        using var answer = await after.SubmitAsync(AdminClient.LinkOf(application), "claim", ("Name", "ADA"), ("Password", "quite another one"), ("Repeated", "quite another one"));

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(HttpStatusCode.OK, await after.StatusAsync("/admin"));
        Assert.Equal(HttpStatusCode.NotFound, await before.StatusAsync("/admin"));
        using var old = await before.SignInAsync("ada", AdminClient.Password);
        Assert.Equal(HttpStatusCode.Unauthorized, old.StatusCode);
    }

    [Fact]
    public async Task SignIn_FiveWrongPasswords_LockTheNameEvenForTheRightOne()
    {
        await using var application = await CompareIntelApplication.StartAsync();
        using var admin = await AdminClient.ClaimAsync(application);
        using var client = new AdminClient(application);
        for (var attempt = 0; attempt < 5; attempt++)
        {
            using var refused = await client.SignInAsync("ada", "not this one at all");
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }

        using var locked = await client.SignInAsync("ada", AdminClient.Password);

        Assert.Equal(HttpStatusCode.Unauthorized, locked.StatusCode);
        Assert.Contains("locked for five minutes", await locked.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await admin.StatusAsync("/admin"));
    }

    [Fact]
    public async Task SignIn_RefusedAgainAndAgain_IsOneEntryPerNameAndOutcome()
    {
        await using var application = await CompareIntelApplication.StartAsync();
        using var admin = await AdminClient.ClaimAsync(application);
        using var client = new AdminClient(application);
        for (var attempt = 0; attempt < 7; attempt++)
        {
            using var refused = await client.SignInAsync("ada", "not this one at all");
        }

        using var another = await client.SignInAsync("grace", "not this one at all");
        using var passkey = await client.SubmitAsync("/account/sign-in", "passkey", ("Credential", "{}"));
        using var passkeyAgain = await client.SubmitAsync("/account/sign-in", "passkey");

        Assert.Equal(HttpStatusCode.Unauthorized, passkeyAgain.StatusCode);
        var entries = await application.Services.GetRequiredService<AuditLog>().ListAsync(20, TestContext.Current.CancellationToken);
        Assert.Equal(
            [("", "refused"), ("grace", "refused"), ("ada", "refused: locked"), ("ada", "refused")],
            entries.Where(static entry => entry.Action == "sign-in").Select(static entry => (entry.Actor, entry.Detail)));
    }

    [Fact]
    public async Task AccountPages_PostedToTooOften_AreRefusedToThisAddressAlone()
    {
        await using var application = await CompareIntelApplication.StartAsync("--RateLimit:AccountPostsPerMinute=3");
        using var admin = await AdminClient.ClaimAsync(application);
        using var client = new AdminClient(application);
        using var other = new AdminClient(application, "127.0.0.2");
        for (var attempt = 0; attempt < 2; attempt++)
        {
            using var wrong = await client.SignInAsync($"nobody {attempt}", "not this one at all");
            Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        }

        using var refused = await client.SignInAsync("ada", AdminClient.Password);
        using var passkey = await client.SubmitAsync("/account/sign-in", "passkey");
        using var link = await client.SubmitAsync(AdminClient.LinkOf(application), "claim", ("Name", "eve"), ("Password", AdminClient.Password), ("Repeated", AdminClient.Password));
        using var signedIn = await other.SignInAsync("ada", AdminClient.Password);

        Assert.All((HttpResponseMessage[])[refused, passkey, link], static answer => Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode));
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Contains("Too many attempts", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, signedIn.StatusCode);
        // Looking is no attempt, and whoever is signed in may sign out.
        Assert.Equal(HttpStatusCode.OK, await client.StatusAsync("/account/sign-in"));
        using var signedOut = await admin.SubmitAsync("/admin/account", "sign-out-everywhere");
        Assert.Equal(HttpStatusCode.Redirect, signedOut.StatusCode);
        var entries = await application.Services.GetRequiredService<AuditLog>().ListAsync(20, TestContext.Current.CancellationToken);
        Assert.Equal(2, entries.Count(static entry => entry.Detail == "refused"));
    }

    [Fact]
    public async Task SignOutEverywhere_EndsEveryOtherBrowserToo_AndTheAuditLogSaysSo()
    {
        await using var application = await CompareIntelApplication.StartAsync();
        using var one = await AdminClient.ClaimAsync(application);
        using var two = new AdminClient(application);
        using var signedIn = await two.SignInAsync("ada", AdminClient.Password);
        Assert.Equal(HttpStatusCode.Redirect, signedIn.StatusCode);
        Assert.Equal(HttpStatusCode.OK, await two.StatusAsync("/admin"));
        using var refused = await new AdminClient(application).SignInAsync("ada", "wrong wrong wrong");

        using var answer = await one.SubmitAsync("/admin/account", "sign-out-everywhere");

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, await one.StatusAsync("/admin"));
        Assert.Equal(HttpStatusCode.NotFound, await two.StatusAsync("/admin"));
        var entries = await application.Services.GetRequiredService<AuditLog>().ListAsync(10, TestContext.Current.CancellationToken);
        Assert.Equal(
            [("sign-out", "everywhere"), ("sign-in", "refused"), ("sign-in", "with a password"), ("claim", "set a password with the one-time link")],
            entries.Select(static entry => (entry.Action, entry.Detail)));
        Assert.All(entries, static entry => Assert.Equal(("ada", "127.0.0.1"), (entry.Actor, entry.Address)));
    }

    [Fact]
    public async Task ChangePassword_KeepsThisBrowserAndSignsOutOthers()
    {
        await using var application = await CompareIntelApplication.StartAsync();
        using var one = await AdminClient.ClaimAsync(application);
        using var two = new AdminClient(application);
        using var signedIn = await two.SignInAsync("ada", AdminClient.Password);

        using var refused = await one.SubmitAsync("/admin/account", "password", ("Current", "wrong"), ("Password", "quite another one"));
        using var changed = await one.SubmitAsync("/admin/account", "password", ("Current", AdminClient.Password), ("Password", "quite another one"));

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.Equal(HttpStatusCode.OK, await one.StatusAsync("/admin"));
        Assert.Equal(HttpStatusCode.NotFound, await two.StatusAsync("/admin"));
    }

    [Theory]
    [InlineData("https://elsewhere.example/", "/admin")]
    [InlineData("//elsewhere.example/admin", "/admin")]
    [InlineData("/admin/audit", "/admin/audit")]
    public async Task SignIn_ReturnUrl_LeadsToAdminPagesOnly(string asked, string expected)
    {
        await using var application = await CompareIntelApplication.StartAsync();
        using var admin = await AdminClient.ClaimAsync(application);
        using var client = new AdminClient(application);

        using var answer = await client.SubmitAsync($"/account/sign-in?returnUrl={Uri.EscapeDataString(asked)}", "sign-in", ("Name", "ada"), ("Password", AdminClient.Password));

        Assert.Equal(new Uri(application.Address, expected), new Uri(application.Address, answer.Headers.Location!));
    }

    [Fact]
    public async Task SignIn_LeavesTheBrowsersOwnComparisonsItsOwn()
    {
        await using var application = await CompareIntelApplication.StartAsync();
        using var admin = await AdminClient.ClaimAsync(application);
        using var answer = await admin.GetAsync("/");

        // The owner's cookie came with the first page and is not given again.
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Command_PrintsALinkThatTheServerTakes()
    {
        using var data = new TemporaryFolder();
        await using var application = await CompareIntelApplication.StartAsync(null, data);
        using var output = new StringWriter();
        using var error = new StringWriter();

        var code = await AdminLinkCommand.RunAsync([$"--DataDirectory={data.Path}", "https://compare.example"], static settings => CompareIntel.Web.Program.Create(settings), output, error);

        Assert.Equal((0, ""), (code, error.ToString()));
        var link = new Uri(output.ToString().Trim());
        Assert.Equal("compare.example", link.Host);
        using var client = new AdminClient(application);
        Assert.Equal(HttpStatusCode.OK, await client.StatusAsync(link.PathAndQuery));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(data.Path, "admin-link")));
        }

        Assert.Equal(2, await AdminLinkCommand.RunAsync(["no address"], static settings => CompareIntel.Web.Program.Create(settings), output, error));
        Assert.Contains("Usage", error.ToString(), StringComparison.Ordinal);
    }
}
