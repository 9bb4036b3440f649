using Microsoft.AspNetCore.Components.Authorization;

namespace CompareIntel.Web.Hosting.Ownership;

/// <summary>Who is at the other end of a circuit. One per circuit; a request is asked with <see cref="OwnerCookie.OwnerOf"/>.</summary>
public sealed class OwnerContext(AuthenticationStateProvider authentication)
{
    /// <summary>The owner's id; null for a browser that takes no cookies.</summary>
    public async ValueTask<string?> GetIdAsync() => OwnerCookie.OwnerOf((await authentication.GetAuthenticationStateAsync()).User);
}
