using System.Security.Claims;
using CompareIntel.Core.Storage;
using CompareIntel.Core.Storage.Entities;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace CompareIntel.Web.Administration;

/// <summary>
/// Who is an administrator: the bearer of a cookie of ASP.NET Core Identity. It stands beside the cookie that says whose comparisons a browser may see, and
/// changes nothing about that.
/// </summary>
internal static class AdminIdentity
{
    /// <summary>The policy that every admin page and endpoint asks for.</summary>
    public const string Policy = "Admin";

    /// <summary>The policy that limits how often an address may post to the pages that anyone may open, to sign in or to use a link.</summary>
    public const string PostPolicy = "account";

    public const string CookieName = "compareintel.admin";

    private const string AddressClaim = "address";

    private const int LeastPasswordCharacters = 12;
    private static readonly TimeSpan s_lifetime = TimeSpan.FromHours(12);
    private static readonly TimeSpan s_lockout = TimeSpan.FromMinutes(5);

    public static IServiceCollection AddAdminIdentity(this IServiceCollection services)
    {
        // The identity's own stores ask for a context in each request.
        services.AddScoped<ComparisonDbContext>(static services => services.GetRequiredService<ComparisonDatabase>().CreateContext());
        services.AddAuthentication().AddIdentityCookies(static cookies => cookies.ApplicationCookie!.Configure(static options =>
        {
            options.Cookie.Name = CookieName;
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.ExpireTimeSpan = s_lifetime;
            options.SlidingExpiration = true;
            // Asked of the database each time: only administrators bear the cookie, and who is signed out everywhere is so at once. The framework's own
            // validator would give a new cookie with every answer.
            options.Events.OnValidatePrincipal = static async context =>
            {
                if (await context.HttpContext.RequestServices.GetRequiredService<SignInManager<Administrator>>().ValidateSecurityStampAsync(context.Principal) is null)
                {
                    context.RejectPrincipal();
                    await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
                }
            };
        }));
        services.AddIdentityCore<Administrator>(static options =>
            {
                // Length, and no rules about kinds of characters: NIST SP 800-63B, 5.1.1.2.
                options.Password = new PasswordOptions { RequiredLength = LeastPasswordCharacters, RequireDigit = false, RequireLowercase = false, RequireNonAlphanumeric = false, RequireUppercase = false };
                options.Lockout.DefaultLockoutTimeSpan = s_lockout;
                options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
            })
            .AddErrorDescriber<AdminErrors>()
            .AddEntityFrameworkStores<ComparisonDbContext>()
            .AddSignInManager();
        services.AddAuthorizationBuilder().AddPolicy(Policy, static policy => policy.RequireAssertion(static context => IsAdmin(context.User)));
        services.AddCascadingAuthenticationState();
        services.AddSingleton<AdminLink>();
        services.AddScoped<AdminAccess>();
        services.AddSingleton<ReleaseCheckRunner>();
        services.AddSingleton<LiveDiagnostics>();
        services.AddSingleton<SettingsWithoutSecrets>();
        services.AddSingleton<RunLogLines>();
        return services;
    }

    /// <summary>Adds the administrator, if it is one, to who is asking.</summary>
    public static void UseAdminIdentity(this IApplicationBuilder app) => app.Use(static async (context, next) =>
    {
        if (context.Request.Cookies.ContainsKey(CookieName)
            && await context.AuthenticateAsync(IdentityConstants.ApplicationScheme) is { Succeeded: true, Principal.Identity: ClaimsIdentity identity })
        {
            // A circuit has no request to ask for it later.
            if (context.Connection.RemoteIpAddress is { } address)
            {
                identity.AddClaim(new Claim(AddressClaim, address.ToString()));
            }

            context.User.AddIdentity(identity);
        }

        await next(context);
    });

    /// <summary>Answers 404 to everyone else under /admin, whatever is asked and however: not even which addresses there are is told.</summary>
    public static void HideAdminPages(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        if (!context.Request.Path.StartsWithSegments("/admin") || IsAdmin(context.User))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    });

    public static bool IsAdmin(ClaimsPrincipal user) => IdentityOf(user) is not null;

    /// <summary>The administrator's name; null for anyone else.</summary>
    public static string? NameOf(ClaimsPrincipal user) => IdentityOf(user)?.Name;

    /// <summary>The network address that the administrator's request, or circuit, came from; null where there is none.</summary>
    public static string? AddressOf(ClaimsPrincipal user) => IdentityOf(user)?.FindFirst(AddressClaim)?.Value;

    /// <summary>The administrator alone, without what else is known of the caller.</summary>
    public static ClaimsPrincipal? AdminOf(ClaimsPrincipal user) => IdentityOf(user) is { } identity ? new ClaimsPrincipal(identity) : null;

    private static ClaimsIdentity? IdentityOf(ClaimsPrincipal user) =>
        user.Identities.FirstOrDefault(static identity => identity is { IsAuthenticated: true, AuthenticationType: "Identity.Application" });
}
