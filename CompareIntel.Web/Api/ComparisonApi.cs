using System.Globalization;
using System.Security.Claims;
using System.Text;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Diagnostics;
using CompareIntel.Core.Markdown;
using CompareIntel.Web.Hosting.Ownership;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CompareIntel.Web.Api;

/// <summary>Starting, following, reading and stopping comparisons.</summary>
internal static class ComparisonApi
{
    public const int MaxBodyBytes = 4_000_000;

    private const string Tag = "Comparisons";

    /// <summary>The routes that have a bare path too.</summary>
    public static void MapCompare(RouteGroupBuilder group)
    {
        group.MapPost("/compare", CompareAsync)
            .WithSummary("Ask several models and wait for all answers")
            .WithDescription("The comparison goes on when the client leaves; `metadata.comparison_id` finds it again.")
            .Produces<CompareResponse>()
            .TakesComparison();
        group.MapPost("/compare-stream", CompareStreamAsync)
            .WithSummary("Ask several models and follow all answers live")
            .WithDescription("Server-sent events: one `start` per lane, then `reasoning` and `chunk` as they arrive, one `done` per lane, `complete` at the end. The comparison goes on when the client leaves; `GET /comparisons/{id}/events` takes the stream up again.")
            .Produces<string>(StatusCodes.Status200OK, EventStream.ContentType)
            .TakesComparison();

        // Routing would say so by itself, were it not for the pages' route that takes every path: whoever opens these in a browser would read "not found".
        foreach (var path in (string[])["/compare", "/compare-stream"])
        {
            group.MapMethods(path, [HttpMethods.Get, HttpMethods.Head], RefuseMethod).ExcludeFromDescription();
        }
    }

    public static void MapComparisons(RouteGroupBuilder group)
    {
        var comparisons = group.MapGroup("/comparisons/{id}").WithTags(Tag).ProducesProblem(StatusCodes.Status404NotFound);
        comparisons.MapGet("", GetAsync)
            .WithSummary("A comparison, running or ended")
            .Produces<ComparisonDocument>();
        comparisons.MapGet("/events", FollowAsync)
            .WithSummary("The comparison's events, live if it runs")
            .WithDescription("From the start, or behind the header `Last-Event-ID` (or the query `last_event_id`). 204 when there is nothing behind it and nothing can follow.")
            .Produces<string>(StatusCodes.Status200OK, EventStream.ContentType)
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status400BadRequest);
        comparisons.MapGet("/lanes/{lane:int}/text", GetTextAsync)
            .WithSummary("One answer's text so far")
            .WithDescription("`format` is `markdown`, as the model wrote it, or `text`, without the marks.")
            .Produces<string>(StatusCodes.Status200OK, "text/markdown", "text/plain")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        comparisons.MapDelete("", DeleteAsync)
            .WithSummary("Stop the comparison if it runs, and forget it")
            .Produces(StatusCodes.Status204NoContent);
        comparisons.MapPost("/stop", StopAsync)
            .WithSummary("Stop every lane that runs")
            .WithDescription("Answers when the provider calls have ended. What arrived before is kept.")
            .Produces<ComparisonDocument>();
        comparisons.MapPost("/lanes/{lane:int}/stop", StopLaneAsync)
            .WithSummary("Stop one lane")
            .WithDescription("The others go on.")
            .Produces<ComparisonDocument>();
    }

    private static async Task<IResult> CompareAsync(HttpContext context, [FromServices] CompareRequestReader bodies, [FromServices] LiveComparisons comparisons, [FromServices] WatchTimings timings)
    {
        var (comparison, problem) = await StartAsync(context, bodies, comparisons);
        if (comparison is null)
        {
            return problem!;
        }

        try
        {
            await comparison.Completion.WaitAsync(context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // The client left; the comparison goes on.
            return TypedResults.Empty;
        }

        timings.Keep(comparison.Id, new WatchTiming { Kind = WatcherKind.Answer, JoinedAtMs = 0 });
        return TypedResults.Ok(ComparisonDocuments.ToResponse(comparison));
    }

    private static async Task CompareStreamAsync(
        HttpContext context,
        [FromServices] CompareRequestReader bodies,
        [FromServices] LiveComparisons comparisons,
        [FromServices] TimeProvider timeProvider)
    {
        var (comparison, problem) = await StartAsync(context, bodies, comparisons);
        if (comparison is null)
        {
            await problem!.ExecuteAsync(context);
            return;
        }

        await EventStream.SendAsync(context, comparison, after: 0, timeProvider);
    }

    private static StatusCodeHttpResult RefuseMethod(HttpResponse response)
    {
        response.Headers.Allow = HttpMethods.Post;
        return TypedResults.StatusCode(StatusCodes.Status405MethodNotAllowed);
    }

    private static async Task<IResult> GetAsync(string id, ClaimsPrincipal user, [FromServices] OwnComparisons comparisons, CancellationToken cancellationToken) =>
        await comparisons.FindAsync(id, OwnerCookie.OwnerOf(user), cancellationToken) is { } comparison ? TypedResults.Ok(ComparisonDocuments.ToDocument(comparison)) : Problems.NoComparison(id);

    private static async Task<IResult> GetTextAsync(string id, int lane, string? format, ClaimsPrincipal user, [FromServices] OwnComparisons comparisons, CancellationToken cancellationToken)
    {
        if (await comparisons.FindAsync(id, OwnerCookie.OwnerOf(user), cancellationToken) is not { } comparison)
        {
            return Problems.NoComparison(id);
        }

        return TextOf(comparison, lane, format);
    }

    /// <summary>A lane's answer in this format, or what is wrong with lane or format.</summary>
    internal static IResult TextOf(LiveComparison comparison, int lane, string? format)
    {
        if (lane < 0 || lane >= comparison.Request.Lanes.Count)
        {
            return NoLane(comparison, lane);
        }

        var text = ComparisonTranscript.Of(comparison.Log).TextOf(lane);
        return format switch
        {
            null or "markdown" => TypedResults.Text(text, "text/markdown", Encoding.UTF8),
            "text" => TypedResults.Text(ToPlainText(text), "text/plain", Encoding.UTF8),
            _ => Problems.Of(StatusCodes.Status400BadRequest, $"format is \"markdown\" or \"text\", not \"{format}\".", "format"),
        };
    }

    private static string ToPlainText(string markdown)
    {
        var builder = new MarkdownBuilder();
        builder.Append(markdown);
        builder.Complete();
        return PlainTextWriter.Write(builder.ToDocument());
    }

    private static async Task FollowAsync(
        HttpContext context,
        string id,
        [FromHeader(Name = "Last-Event-ID")] string? lastEventId,
        [FromQuery(Name = "last_event_id")] string? lastEventIdQuery,
        [FromServices] OwnComparisons comparisons,
        [FromServices] TimeProvider timeProvider)
    {
        if (await comparisons.FindAsync(id, OwnerCookie.OwnerOf(context.User), context.RequestAborted) is not { } comparison)
        {
            await Problems.NoComparison(id).ExecuteAsync(context);
            return;
        }

        // A browser that reconnects keeps its address and adds the header, so the header is the newer of the two.
        var text = string.IsNullOrEmpty(lastEventId) ? lastEventIdQuery : lastEventId;
        var after = 0L;
        if (!string.IsNullOrEmpty(text) && !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out after))
        {
            await Problems.Of(StatusCodes.Status400BadRequest, "Last-Event-ID must be the id of an event of this stream: a whole number, 0 or more.").ExecuteAsync(context);
            return;
        }

        if (comparison.Log.IsEnded && after >= comparison.Log.EndSequence)
        {
            // Tells an EventSource in a browser not to come back.
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        await EventStream.SendAsync(context, comparison, after, timeProvider);
    }

    private static async Task<IResult> DeleteAsync(string id, ClaimsPrincipal user, [FromServices] OwnComparisons own, [FromServices] LiveComparisons comparisons) =>
        await own.FindAsync(id, OwnerCookie.OwnerOf(user)) is not null && await comparisons.DeleteAsync(id) ? TypedResults.NoContent() : Problems.NoComparison(id);

    private static async Task<IResult> StopAsync(string id, ClaimsPrincipal user, [FromServices] OwnComparisons own, [FromServices] LiveComparisons comparisons) =>
        await own.FindAsync(id, OwnerCookie.OwnerOf(user)) is { } comparison && await comparisons.StopAsync(id)
            ? TypedResults.Ok(ComparisonDocuments.ToDocument(comparison))
            : Problems.NoComparison(id);

    private static async Task<IResult> StopLaneAsync(string id, int lane, ClaimsPrincipal user, [FromServices] OwnComparisons own, [FromServices] LiveComparisons comparisons)
    {
        if (await own.FindAsync(id, OwnerCookie.OwnerOf(user)) is not { } comparison)
        {
            return Problems.NoComparison(id);
        }

        return await comparisons.StopLaneAsync(id, lane)
            ? TypedResults.Ok(ComparisonDocuments.ToDocument(comparison))
            : NoLane(comparison, lane);
    }

    internal static ProblemHttpResult NoLane(LiveComparison comparison, int lane) =>
        Problems.Of(StatusCodes.Status404NotFound, $"This comparison has the lanes 0 to {comparison.Request.Lanes.Count - 1}, and no lane {lane}.");

    /// <summary>One of the two is null.</summary>
    private static async ValueTask<(LiveComparison? Comparison, IResult? Problem)> StartAsync(
        HttpContext context,
        CompareRequestReader bodies,
        LiveComparisons comparisons)
    {
        var (request, problem) = await bodies.ReadAsync(context.Request);
        if (request is null)
        {
            return (null, problem);
        }

        try
        {
            var origin = new ComparisonOrigin { OwnerId = await OwnerCookie.OwnerOrNewAsync(context) };
            return (comparisons.Start(request, origin), null);
        }
        catch (TooManyComparisonsException exception)
        {
            context.Response.Headers.RetryAfter = Problems.RetryAfterSeconds;
            return (null, Problems.Of(StatusCodes.Status503ServiceUnavailable, exception.Message));
        }
    }

    private static void TakesComparison(this RouteHandlerBuilder route) => route
        .WithTags(Tag)
        // Every other type gets here too, to be refused in words and as older servers do; the document names only the first.
        .Accepts<CompareRequestBody>("application/json", "*/*")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
        .ProducesValidationProblem(StatusCodes.Status422UnprocessableEntity)
        .ProducesProblem(StatusCodes.Status429TooManyRequests)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
        .WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes))
        .RequireRateLimiting(RateLimiting.Policy);
}
