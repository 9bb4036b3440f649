using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Feedback;
using CompareIntel.Web.Hosting.Ownership;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CompareIntel.Web.Api;

/// <summary>What owners think of answers, and the problems that they report.</summary>
internal static class FeedbackApi
{
    // A comment of the longest, each character escaped, and room for the rest.
    private const int MaxBodyBytes = 32 * 1024;

    private const string Tag = "Feedback";

    public static void Map(RouteGroupBuilder group)
    {
        var comparisons = group.MapGroup("/comparisons/{id}").WithTags(Tag);
        comparisons.MapPut("/lanes/{lane:int}/feedback", PutAsync)
            .WithSummary("Say what an answer of yours is worth")
            .WithDescription("`rating` is `up` or `down`, `comment` may be left out. There is one per answer: another takes its place. The answer must have ended.")
            .Accepts<FeedbackRequestBody>("application/json")
            .Produces<FeedbackDocument>()
            .ProducesProblem(StatusCodes.Status409Conflict)
            .Describe();
        comparisons.MapDelete("/lanes/{lane:int}/feedback", DeleteAsync)
            .WithSummary("Take that back")
            .Produces(StatusCodes.Status204NoContent)
            .Describe();
        comparisons.MapPost("/report", ReportAsync)
            .WithSummary("Report a problem to whoever runs the server")
            .WithDescription("The comparison's id and times go with it; prompt and answers can be read only with `include_text`.")
            .Accepts<ReportRequestBody>("application/json")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .Describe();
    }

    private static void Describe(this RouteHandlerBuilder route) => route
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesValidationProblem(StatusCodes.Status422UnprocessableEntity)
        .ProducesProblem(StatusCodes.Status429TooManyRequests)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
        .WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes));

    private static async Task<IResult> PutAsync(HttpContext context, string id, int lane, [FromServices] OwnComparisons comparisons, [FromServices] OwnFeedback feedback)
    {
        var body = await ReadAsync(context.Request, ApiJsonContext.Default.FeedbackRequestBody);
        if (body is not { Rating: "up" or "down" })
        {
            return body is null ? NoBody("{\"rating\": \"up\", \"comment\": \"clear and right\"}") : Problems.Invalid("rating", "must be \"up\" or \"down\"");
        }

        return CheckComment(body.Comment) is { } fault ? fault : await WithAsync(context, id, comparisons, async comparison =>
            Refusal(context, comparison, lane, await feedback.RateAsync(AskerOf(context), comparison, lane, body.Rating == "up", body.Comment ?? "", context.RequestAborted))
            ?? (IResult)TypedResults.Ok(new FeedbackDocument(lane, body.Rating, body.Comment?.Trim() ?? "")));
    }

    private static Task<IResult> DeleteAsync(HttpContext context, string id, int lane, [FromServices] OwnComparisons comparisons, [FromServices] OwnFeedback feedback) =>
        WithAsync(context, id, comparisons, async comparison =>
            Refusal(context, comparison, lane, await feedback.TakeBackAsync(AskerOf(context), comparison, lane, context.RequestAborted)) ?? (IResult)TypedResults.NoContent());

    private static async Task<IResult> ReportAsync(HttpContext context, string id, [FromServices] OwnComparisons comparisons, [FromServices] OwnFeedback feedback)
    {
        if (await ReadAsync(context.Request, ApiJsonContext.Default.ReportRequestBody) is not { } body)
        {
            return NoBody("{\"comment\": \"the second answer stopped in the middle\"}");
        }

        return CheckComment(body.Comment) is { } fault ? fault : await WithAsync(context, id, comparisons, async comparison =>
            Refusal(context, comparison, body.Lane ?? 0, await feedback.ReportAsync(AskerOf(context), comparison, new ProblemReport(body.Lane, body.Comment ?? "", body.IncludeText ?? false), context.RequestAborted))
            ?? (IResult)TypedResults.NoContent());
    }

    private static async Task<IResult> WithAsync(HttpContext context, string id, OwnComparisons comparisons, Func<LiveComparison, Task<IResult>> workAsync) =>
        await comparisons.FindAsync(id, OwnerCookie.OwnerOf(context.User), context.RequestAborted) is { } comparison ? await workAsync(comparison) : Problems.NoComparison(id);

    /// <summary>A program without cookies is a new owner with each comparison: its address tells it from others.</summary>
    private static string AskerOf(HttpContext context) => OwnerCookie.OwnerOf(context.User) ?? context.Connection.RemoteIpAddress?.ToString() ?? "";

    /// <summary>The body; null when it is not what it should be.</summary>
    private static async Task<T?> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(request.Body, type, request.HttpContext.RequestAborted);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ProblemHttpResult NoBody(string example) => Problems.Invalid("body", $"must be a JSON object such as {example}");

    private static ProblemHttpResult? CheckComment(string? comment) => comment?.Length > FeedbackBook.MostCommentCharacters
        ? Problems.Invalid("comment", string.Create(CultureInfo.InvariantCulture, $"must have {FeedbackBook.MostCommentCharacters:N0} characters at most, not {comment.Length:N0}"))
        : null;

    private static ProblemHttpResult? Refusal(HttpContext context, LiveComparison comparison, int lane, FeedbackOutcome outcome)
    {
        if (OwnFeedback.Describe(outcome) is not { } words)
        {
            return null;
        }

        switch (outcome)
        {
            case FeedbackOutcome.NoLane:
                return ComparisonApi.NoLane(comparison, lane);
            case FeedbackOutcome.TooFast:
                context.Response.Headers.RetryAfter = ((int)OwnFeedback.Window.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                return Problems.Of(StatusCodes.Status429TooManyRequests, words);
            case FeedbackOutcome.NotStoredYet:
                context.Response.Headers.RetryAfter = Problems.RetryAfterSeconds;
                return Problems.Of(StatusCodes.Status503ServiceUnavailable, words);
            default:
                return Problems.Of(StatusCodes.Status409Conflict, words);
        }
    }
}
