using CompareIntel.Core.Administration;
using CompareIntel.Core.Storage.Entities;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Identity;

namespace CompareIntel.Web.Components.Administration;

/// <summary>A page of the administrators' accounts: a form that is posted, and what came of it.</summary>
public abstract class AccountPage : ComponentBase
{
    /// <summary>What all these pages' paths begin with.</summary>
    public const string Folder = "/account";

    /// <summary>Where an administrator goes first.</summary>
    protected const string Start = "/admin";

    private const string StaleName = "stale";

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

    /// <summary>Whether the reader comes from a form of this page that could not be taken.</summary>
    [SupplyParameterFromQuery(Name = StaleName)]
    public string? Stale { get; set; }

    /// <summary>What went wrong, in words; null when nothing did.</summary>
    protected string? Fault
    {
        get => field ?? (Stale is not null && IsOpened ? "The form was out of date, as somebody has signed in or out here meanwhile. Nothing has changed; try again." : null);
        set;
    }

    /// <summary>Whether the page is asked for, and no form is posted: that takes up what a passkey was asked before, which asking anew would replace.</summary>
    protected bool IsOpened => HttpMethods.IsGet(Context.Request.Method);

    /// <summary>What a new passkey of this administrator is asked, as JSON. A cookie of the answer holds what is needed to check it.</summary>
    protected Task<string> OfferPasskeyAsync(Administrator user) =>
        SignIn.MakePasskeyCreationOptionsAsync(new PasskeyUserEntity { Id = user.Id, Name = user.UserName!, DisplayName = user.UserName! });

    /// <summary>The passkey that was just made, and whom it was offered to; null and a <see cref="Fault"/> when it is none.</summary>
    protected async Task<(UserPasskeyInfo Passkey, PasskeyUserEntity User)?> TakePasskeyAsync(PasskeyInput input)
    {
        try
        {
            var result = input is { Credential.Length: > 0 } ? await SignIn.PerformPasskeyAttestationAsync(input.Credential) : null;
            if (result is { Succeeded: true })
            {
                result.Passkey.Name = string.IsNullOrWhiteSpace(input.Name) ? null : input.Name.Trim();
                return (result.Passkey, result.UserEntity);
            }
        }
        catch (InvalidOperationException)
        {
            // Nothing was asked: the form was sent twice, or came back after the cookie had expired.
        }

        Fault = PasskeyFault;
        return null;
    }

    protected const string PasskeyFault = "The passkey did not fit what was asked. It may have taken too long: try again.";

    /// <summary>The page of a form that could not be taken, as it is now, which says so.</summary>
    public static string ToFreshForm(HttpRequest request) =>
        request.Query.ContainsKey(StaleName) ? request.GetEncodedPathAndQuery() : request.PathBase + request.Path + request.QueryString.Add(StaleName, "1");

    protected static string Describe(IdentityResult result) => string.Join(" ", result.Errors.Select(static error => error.Description));

    protected Task AuditAsync(string actor, string action, string detail) =>
        Audit.AddAsync(actor, action, detail, Address, Context.RequestAborted);

    /// <summary>Where the request comes from.</summary>
    protected string? Address => Context.Connection.RemoteIpAddress?.ToString();
}
