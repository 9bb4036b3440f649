using CompareIntel.Core.Administration;
using CompareIntel.Core.Storage.Entities;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace CompareIntel.Web.Components.Administration;

/// <summary>A page of the administrators' accounts: a form that is posted, and what came of it.</summary>
public abstract class AccountPage : ComponentBase
{
    /// <summary>Where an administrator goes first.</summary>
    protected const string Start = "/admin";

    [Inject]
    public required SignInManager<Administrator> SignIn { get; init; }

    [Inject]
    public required UserManager<Administrator> Users { get; init; }

    [Inject]
    public required AuditLog Audit { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [CascadingParameter]
    public required HttpContext Context { get; set; }

    /// <summary>What went wrong, in words; null when nothing did.</summary>
    protected string? Fault { get; set; }

    protected static string Describe(IdentityResult result) => string.Join(" ", result.Errors.Select(static error => error.Description));

    protected Task AuditAsync(string actor, string action, string detail) =>
        Audit.AddAsync(actor, action, detail, Context.Connection.RemoteIpAddress?.ToString(), Context.RequestAborted);
}
