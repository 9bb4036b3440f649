using System.Security.Claims;
using CompareIntel.Core.Ownership;
using CompareIntel.Web.Api;
using Microsoft.AspNetCore.Authentication;

namespace CompareIntel.Web.Hosting.Ownership;

/// <summary>The cookie that says whose comparisons a browser may see: signed, readable by the server only, renewed while it is used.</summary>
internal static class OwnerCookie
{
    public const string Scheme = "Owner";
    public const string Name = "compareintel.owner";

    // The longest that browsers keep a cookie.
    private static readonly TimeSpan s_lifetime = TimeSpan.FromDays(400);

    public static IServiceCollection AddOwnership(this IServiceCollection services)
    {
        services.AddAuthentication(Scheme).AddCookie(Scheme, static options =>
        {
            options.Cookie.Name = Name;
            options.Cookie.HttpOnly = true;
            options.Cookie.IsEssential = true;
            // Not strict: a link in a mail leads to one's own comparison too. Never sent with what another site posts.
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.ExpireTimeSpan = s_lifetime;
            options.SlidingExpiration = true;
            // What is only for administrators is not there for anyone else.
            options.Events.OnRedirectToLogin = options.Events.OnRedirectToAccessDenied = static context =>
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            };
        });
        services.AddSingleton<ComparisonOwners>();
        services.AddScoped<OwnerContext>();
        services.AddSingleton<OwnComparisons>();
        services.AddSingleton<SharedComparisons>();
        services.AddSingleton<OwnFeedback>();
        return services;
    }

    /// <summary>Reads the cookie of every request, and gives one to a browser with its first page.</summary>
    public static void UseOwnership(this IApplicationBuilder app)
    {
        app.UseAuthentication();
        app.Use(static async (context, next) =>
        {
            if (OwnerOf(context.User) is { } owner)
            {
                await context.RequestServices.GetRequiredService<ComparisonOwners>().ConfirmAsync(owner, context.RequestAborted);
            }
            else if (IsPage(context.Request))
            {
                await SignInAsync(context, OwnerId.NewBrowser());
            }

            await next(context);
        });
    }

    /// <summary>The owner that the request's cookie names, or a new one that gets the cookie with the answer.</summary>
    public static async ValueTask<string> OwnerOrNewAsync(HttpContext context) => OwnerOf(context.User) ?? await SignInAsync(context, OwnerId.NewClient());

    public static string? OwnerOf(ClaimsPrincipal user) =>
        user.Identities.FirstOrDefault(static identity => identity.AuthenticationType == Scheme)?.FindFirst(ClaimTypes.NameIdentifier)?.Value;

    private static async ValueTask<string> SignInAsync(HttpContext context, string owner)
    {
        var user = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, owner)], Scheme));
        await context.SignInAsync(Scheme, user, new AuthenticationProperties { IsPersistent = true });
        context.User = user;
        return owner;
    }

    /// <summary>What a browser shows as a page: only that can start something later without having asked over HTTP.</summary>
    private static bool IsPage(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && !ApiSetup.IsApi(request.Path)
        && request.GetTypedHeaders().Accept.Any(static accepted => accepted.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase));
}
