using CompareIntel.Core.Administration;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Storage;
using CompareIntel.Core.Storage.Entities;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;

namespace CompareIntel.Web.Administration;

/// <summary>
/// What a page of a circuit asks before it does something for an administrator. A circuit lives longer than a request: whoever was signed out everywhere in the
/// meantime is no administrator any more. Every method throws <see cref="StorageUnavailableException"/> when the storage can't be reached.
/// </summary>
public sealed class AdminAccess(AuthenticationStateProvider authentication, IServiceScopeFactory scopes, AuditLog audit)
{
    /// <summary>The administrator's name; null once this is none.</summary>
    public async Task<string?> FindNameAsync()
    {
        var user = (await authentication.GetAuthenticationStateAsync()).User;
        if (AdminIdentity.AdminOf(user) is not { } admin)
        {
            return null;
        }

        await using var scope = scopes.CreateAsyncScope();
        var signIn = scope.ServiceProvider.GetRequiredService<SignInManager<Administrator>>();
        return (await StorageFaults.GuardAsync(() => signIn.ValidateSecurityStampAsync(admin)))?.UserName;
    }

    /// <summary>Writes to the audit log that the administrator does this; false, and nothing written, once it is none.</summary>
    public async Task<bool> TryActAsync(string action, string detail)
    {
        if (await FindNameAsync() is not { } name)
        {
            return false;
        }

        await audit.AddAsync(name, action, detail, AdminIdentity.AddressOf((await authentication.GetAuthenticationStateAsync()).User));
        return true;
    }
}
