using System.Globalization;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Sharing;
using CompareIntel.Web.Hosting.Ownership;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace CompareIntel.Web.Components.Sharing;

/// <summary>Makes links to a comparison of one's own, copies them and takes them back.</summary>
public sealed partial class ShareDialog
{
    // 0 stands for a link without an end.
    private static readonly (int Days, string Text)[] s_lifetimes = [(1, "1 day"), (7, "7 days"), (30, "30 days"), (0, "as long as I want")];

    private IReadOnlyList<ComparisonShare> _shares = [];
    private int _days = 7;
    private bool _isBusy;
    private string? _fault;
    private string _said = "";

    [CascadingParameter]
    public required IMudDialogInstance Dialog { get; set; }

    [Inject]
    public required ComparisonShares Shares { get; init; }

    [Inject]
    public required OwnerContext Owner { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    /// <summary>What is shared.</summary>
    [Parameter]
    [EditorRequired]
    public required string ComparisonId { get; set; }

    protected override Task OnInitializedAsync() => DoAsync(static _ => Task.FromResult<string?>(""));

    private Task CreateAsync() => DoAsync(async owner =>
    {
        var lifetime = _days == 0 ? (TimeSpan?)null : TimeSpan.FromDays(_days);
        return await Shares.CreateAsync(owner, ComparisonId, lifetime, CancellationToken.None) is null ? null : "The link is made.";
    });

    private Task RevokeAsync(ComparisonShare share) => DoAsync(async owner =>
    {
        await Shares.RevokeAsync(owner, share.Token, CancellationToken.None);
        return "The link no longer works.";
    });

    /// <summary>Does this and shows the links as they are then; <paramref name="work"/> gives what to say of it, null where there is nothing of the owner's to share.</summary>
    private async Task DoAsync(Func<string, Task<string?>> work)
    {
        _isBusy = true;
        _fault = null;
        try
        {
            if (await Owner.GetIdAsync() is not { } owner || await work(owner) is not { } said)
            {
                _fault = "This can't be shared: it is not stored yet, or another browser made it. Try again in a moment.";
                return;
            }

            _said = said;
            _shares = await Shares.ListAsync(owner, ComparisonId, CancellationToken.None);
        }
        catch (StorageUnavailableException exception)
        {
            _fault = exception.Message;
        }
        catch (InvalidOperationException full)
        {
            _fault = full.Message;
        }
        finally
        {
            _isBusy = false;
        }
    }

    private string UrlOf(ComparisonShare share) => Navigation.ToAbsoluteUri($"{SharedComparisons.PagePath}/{share.Token}").ToString();

    private static string Ends(ComparisonShare share) =>
        share.ExpiresAt is { } end ? string.Create(CultureInfo.InvariantCulture, $"works until {end:d MMMM yyyy, HH:mm} UTC") : "works until you revoke it";
}
