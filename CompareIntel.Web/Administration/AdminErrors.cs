using Microsoft.AspNetCore.Identity;

namespace CompareIntel.Web.Administration;

/// <summary>What is wrong with an administrator's name or password, where the framework's own words don't say what to do.</summary>
internal sealed class AdminErrors : IdentityErrorDescriber
{
    public override IdentityError InvalidUserName(string? userName) => new()
    {
        Code = nameof(InvalidUserName),
        Description = "A name has letters, digits and any of - . _ @ +, without spaces.",
    };
}
