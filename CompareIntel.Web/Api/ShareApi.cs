using System.Security.Claims;
using System.Text.Json;
using CompareIntel.Core.Sharing;
using CompareIntel.Web.Hosting.Ownership;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CompareIntel.Web.Api;

/// <summary>Links that show one comparison to others, who can change nothing, and what those who have one may read.</summary>
internal static class ShareApi
{
    /// <summary>Days that a link works at most, where it does not work until it is revoked.</summary>
    private const int MostDays = 3_650;

    private const string Tag = "Sharing";

    public static void Map(RouteGroupBuilder group)
    {
        var shares = group.MapGroup("/comparisons/{id}/shares").WithTags(Tag);
        shares.MapPost("", CreateAsync)
            .WithSummary("Make a read-only link to your comparison")
            .WithDescription("`expires_in_days` is how long it works; without it, until it is revoked. Whoever has the link sees this comparison and nothing else of yours.")
            .Accepts<ShareRequestBody>("application/json")
            .Produces<ShareDocument>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesValidationProblem(StatusCodes.Status422UnprocessableEntity)
            .RequireRateLimiting(RateLimiting.Policy);
        shares.MapGet("", ListAsync)
            .WithSummary("The links to your comparison that work now, newest first")
            .Produces<SharesDocument>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        shares.MapDelete("/{token}", RevokeAsync)
            .WithSummary("End a link, at once and for good")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound);

        var shared = group.MapGroup("/shares/{token}").WithTags(Tag);
        shared.MapGet("/export", ExportAsync)
            .WithSummary("A shared comparison as a file")
            .WithDescription("`format` is `markdown`, `html` or `pdf`.")
            .Produces<string>(StatusCodes.Status200OK, "text/markdown", "text/html", "application/pdf")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status501NotImplemented);
        shared.MapGet("/comparisons/{id}/lanes/{lane:int}/text", GetTextAsync)
            .WithSummary("The answer of one lane of a shared comparison")
            .WithDescription("`id` is the comparison's, or that of a retry of its lanes. `format` is `markdown` or `text`.")
            .Produces<string>(StatusCodes.Status200OK, "text/markdown", "text/plain")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> CreateAsync(HttpContext context, string id, [FromServices] ComparisonShares shares)
    {
        ShareRequestBody? body;
        try
        {
            body = await JsonSerializer.DeserializeAsync(context.Request.Body, ApiJsonContext.Default.ShareRequestBody, context.RequestAborted);
        }
        catch (JsonException)
        {
            body = null;
        }

        if (body is null)
        {
            return Problems.Invalid("body", "must be a JSON object such as {\"expires_in_days\": 7}, or {} for a link without an end");
        }

        if (body.ExpiresInDays is < 1 or > MostDays)
        {
            return Problems.Invalid("expires_in_days", $"is a whole number of days from 1 to {MostDays}, or null for a link without an end");
        }

        try
        {
            var lifetime = body.ExpiresInDays is { } days ? TimeSpan.FromDays(days) : (TimeSpan?)null;
            return OwnerCookie.OwnerOf(context.User) is { } owner && await shares.CreateAsync(owner, id, lifetime, context.RequestAborted) is { } share
                ? TypedResults.Created($"/api/v1/comparisons/{id}/shares/{share.Token}", ToDocument(share, context.Request))
                : Problems.NoComparison(id);
        }
        catch (InvalidOperationException full)
        {
            return Problems.Of(StatusCodes.Status409Conflict, full.Message);
        }
    }

    private static async Task<IResult> ListAsync(HttpContext context, string id, [FromServices] ComparisonShares shares, [FromServices] OwnComparisons comparisons)
    {
        if (OwnerCookie.OwnerOf(context.User) is not { } owner || await comparisons.FindAsync(id, owner, context.RequestAborted) is null)
        {
            return Problems.NoComparison(id);
        }

        var links = await shares.ListAsync(owner, id, context.RequestAborted);
        return TypedResults.Ok(new SharesDocument([.. links.Select(share => ToDocument(share, context.Request))]));
    }

    private static async Task<IResult> RevokeAsync(string id, string token, ClaimsPrincipal user, [FromServices] ComparisonShares shares, CancellationToken cancellationToken) =>
        OwnerCookie.OwnerOf(user) is { } owner
        && (await shares.ListAsync(owner, id, cancellationToken)).Any(share => share.Token == token)
        && await shares.RevokeAsync(owner, token, cancellationToken)
            ? TypedResults.NoContent()
            : NoLink();

    private static async Task<IResult> ExportAsync(string token, string? format, [FromServices] SharedComparisons comparisons, CancellationToken cancellationToken)
    {
        if (await comparisons.FindAsync(token, cancellationToken) is not { } comparison)
        {
            return NoLink();
        }

        // JSON holds all that the models were sent: the earlier turns of a conversation too, which are not shared.
        return format == "json"
            ? Problems.Of(StatusCodes.Status400BadRequest, "A shared comparison is exported as \"markdown\", \"html\" or \"pdf\".", "format")
            : ExportApi.Export(comparison, format, withEvents: false, cancellationToken);
    }

    private static async Task<IResult> GetTextAsync(string token, string id, int lane, string? format, [FromServices] SharedComparisons comparisons, CancellationToken cancellationToken)
    {
        if (await comparisons.FindAsync(token, cancellationToken) is not { } shared)
        {
            return NoLink();
        }

        var comparison = shared.Id == id ? shared : shared.Retries.Select(static retry => retry.Comparison).FirstOrDefault(retry => retry.Id == id);
        return comparison is null ? Problems.NoComparison(id) : ComparisonApi.TextOf(comparison, lane, format);
    }

    private static ProblemHttpResult NoLink() => Problems.Of(StatusCodes.Status404NotFound, "There is no such link. It was revoked, its time is over, or it is cut off.");

    private static ShareDocument ToDocument(ComparisonShare share, HttpRequest request) => new()
    {
        Token = share.Token,
        Url = $"{request.Scheme}://{request.Host}{request.PathBase}{SharedComparisons.PagePath}/{share.Token}",
        CreatedAt = share.CreatedAt,
        ExpiresAt = share.ExpiresAt,
    };
}
