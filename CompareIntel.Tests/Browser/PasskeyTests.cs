using System.Globalization;
using CompareIntel.Core.Administration;
using CompareIntel.Web.Administration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace CompareIntel.Tests.Browser;

/// <summary>With an authenticator that the browser itself plays, which does all that a real one does but ask anybody.</summary>
public sealed class PasskeyTests(BrowserApplication application) : IClassFixture<BrowserApplication>
{
    // Passkeys belong to a name; 127.0.0.1 is none.
    private string Address => application.Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    [Theory]
    [InlineData(ColorScheme.Light, 1440, 900)]
    [InlineData(ColorScheme.Dark, 390, 844)]
    public async Task Claim_WithAPasskey_SignsInThenAndLaterAndWithoutAPassword(ColorScheme theme, int width, int height)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"key{width}");
        var page = await application.OpenAsync("/health", theme, new ViewportSize { Width = width, Height = height });
        await AddAuthenticatorAsync(page);
        await page.GotoAsync(Address + LinkPath());
        await page.GetByLabel("Name").FillAsync(name);
        await page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey instead" }).ClickAsync();
        await Accessibility.AssertNothingLeftAsync(page, "passkey offered");
        await page.GetByRole(AriaRole.Button, new() { Name = $"Make a passkey for {name} and sign in" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Live" })).ToBeVisibleAsync();

        await page.GotoAsync(Address + "/admin/account");
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove passkey" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("only way in");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sign in as an administrator" })).ToBeVisibleAsync();
        await Accessibility.AssertNothingLeftAsync(page, "sign in");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Live" })).ToBeVisibleAsync();

        await page.GotoAsync(Address + "/admin/account");
        await page.GetByLabel("New password").FillAsync("a few plain words");
        await page.GetByRole(AriaRole.Button, new() { Name = "Set a password" }).ClickAsync();
        await Assertions.Expect(page.GetByText("The password is changed.")).ToBeVisibleAsync();
        await Accessibility.AssertNothingLeftAsync(page, "account with a passkey");
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove passkey" }).ClickAsync();
        await Assertions.Expect(page.GetByText("The passkey is removed.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("did not fit");

        var entries = await application.Services.GetRequiredService<AuditLog>().ListAsync(100, TestContext.Current.CancellationToken);
        Assert.Equal(
            [("claim", "made a passkey with the one-time link"), ("sign-in", "with a passkey"), ("passkey", "removed one")],
            entries.Where(entry => entry.Actor == name && entry.Action is not ("sign-out" or "password")).Select(static entry => (entry.Action, entry.Detail)).Reverse());
    }

    [Fact]
    public async Task Account_SecondPasskey_IsAddedUnderItsNameAndSignsIn()
    {
        var page = await application.OpenAsync("/health");
        await page.GotoAsync(Address + LinkPath());
        await page.GetByLabel("Name").FillAsync("grace");
        await page.GetByLabel("Password").FillAsync("a few plain words");
        await page.GetByLabel("Once more").FillAsync("a few plain words");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Live" })).ToBeVisibleAsync();
        await page.GotoAsync(Address + "/admin/account");
        await AddAuthenticatorAsync(page);

        await page.GetByLabel("What it is called").FillAsync("Key ring");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await Assertions.Expect(page.GetByText("The passkey is added.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Remove Key ring" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out everywhere" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Live" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task SignIn_WhereThereIsNoName_SaysWhyAPasskeyDoesNotWork()
    {
        var page = await application.OpenAsync("/account/sign-in");

        await Assertions.Expect(page.GetByText("Passkeys work at a name with https, or at localhost")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" })).ToBeDisabledAsync();
    }

    private static async Task AddAuthenticatorAsync(IPage page)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("WebAuthn.enable");
        await session.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
    }

    private string LinkPath() => new Uri(application.Services.GetRequiredService<AdminLink>().GetOrCreate(application.Address)).PathAndQuery;
}
