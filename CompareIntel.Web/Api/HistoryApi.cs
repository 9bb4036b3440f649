using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using CompareIntel.Core.History;
using CompareIntel.Web.Hosting.Ownership;
using Microsoft.AspNetCore.Mvc;

namespace CompareIntel.Web.Api;

/// <summary>The caller's own stored comparisons as a list.</summary>
internal static class HistoryApi
{
    private const int DefaultLimit = 30;
    private const string Tag = "Comparisons";

    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/comparisons", ListAsync)
            .WithTags(Tag)
            .WithSummary("Your comparisons, newest first")
            .WithDescription("One entry for each conversation that was started with your cookie. `q` finds words of prompts and answers: all of them must be there, what stands in quotes must follow one another, and the last one may be the beginning of a word. `state` is `running`, `completed`, `stopped`, `interrupted` or `failed` (a lane failed); `from` and `to` are times in ISO 8601.")
            .Produces<HistoryDocument>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.MapPatch("/comparisons/{id}", UpdateAsync)
            .WithTags(Tag)
            .WithSummary("Change a conversation's title, tags or star")
            .WithDescription("By the id of any of its turns. What the body does not name stays as it is; `tags` are all tags.")
            .Accepts<HistoryPatch>("application/json")
            .Produces<HistoryEntryDocument>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesValidationProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IResult> ListAsync(
        ClaimsPrincipal user,
        [FromServices] ComparisonHistory history,
        CancellationToken cancellationToken,
        string? q = null,
        string? cursor = null,
        string? limit = null,
        string? model = null,
        string? state = null,
        string? tag = null,
        string? starred = null,
        string? from = null,
        string? to = null)
    {
        var faults = new Dictionary<string, string[]>();
        var entries = Parse<int>("limit", limit, DefaultLimit, $"is a whole number from 1 to {ComparisonHistory.MostEntries}", static text =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= ComparisonHistory.MostEntries ? number : null);
        var filter = new HistoryFilter
        {
            Query = q,
            Model = Given(model),
            Tag = Given(tag),
            State = Parse<HistoryState>("state", state, null, "is running, completed, stopped, interrupted or failed", static text =>
                Enum.GetValues<HistoryState>().Where(value => WireName.Of(value) == text).Select(static value => (HistoryState?)value).FirstOrDefault()),
            IsStarred = Parse<bool>("starred", starred, null, "is true or false", static text => bool.TryParse(text, out var value) ? value : null),
            From = Parse<DateTimeOffset>("from", from, null, "is a time such as 2026-01-31T12:00:00Z", ParseTime),
            To = Parse<DateTimeOffset>("to", to, null, "is a time such as 2026-01-31T12:00:00Z", ParseTime),
        };
        if (faults.Count > 0)
        {
            var (field, texts) = faults.First();
            return Problems.Of(StatusCodes.Status400BadRequest, texts[0], field);
        }

        if (OwnerCookie.OwnerOf(user) is not { } owner)
        {
            return TypedResults.Ok(new HistoryDocument([], null));
        }

        try
        {
            var slice = await history.ListAsync(owner, filter, Given(cursor), entries!.Value, cancellationToken);
            return TypedResults.Ok(new HistoryDocument([.. slice.Entries.Select(ToDocument)], slice.NextCursor));
        }
        catch (ArgumentException)
        {
            return Problems.Of(StatusCodes.Status400BadRequest, "cursor leads nowhere any more. Begin again without one.", "cursor");
        }

        T? Parse<T>(string field, string? text, T? fallback, string rule, Func<string, T?> parse)
            where T : struct
        {
            if (Given(text) is not { } given)
            {
                return fallback;
            }

            if (parse(given) is { } value)
            {
                return value;
            }

            faults[field] = [$"{field} {rule}, not \"{given}\"."];
            return fallback;
        }
    }

    private static async Task<IResult> UpdateAsync(HttpContext context, string id, [FromServices] ComparisonHistory history)
    {
        HistoryPatch? patch;
        try
        {
            patch = await JsonSerializer.DeserializeAsync(context.Request.Body, ApiJsonContext.Default.HistoryPatch, context.RequestAborted);
        }
        catch (JsonException)
        {
            patch = null;
        }

        if (patch is null || patch.Tags?.Any(static tag => tag is null) == true)
        {
            return Problems.Invalid("body", "must be a JSON object such as {\"title\": \"A name\", \"tags\": [\"work\"], \"starred\": true}");
        }

        try
        {
            if (OwnerCookie.OwnerOf(context.User) is not { } owner || await history.FindAsync(owner, id, context.RequestAborted) is not { } entry)
            {
                return Problems.NoComparison(id);
            }

            var update = new HistoryUpdate { Title = patch.Title, Tags = patch.Tags, IsStarred = patch.Starred };
            return await history.UpdateAsync(owner, entry.Id, update, context.RequestAborted) && await history.FindAsync(owner, id, context.RequestAborted) is { } updated
                ? TypedResults.Ok(ToDocument(updated))
                : Problems.NoComparison(id);
        }
        catch (HistoryUpdateException fault)
        {
            return Problems.Of(StatusCodes.Status400BadRequest, fault.Message, fault.Field);
        }
    }

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static DateTimeOffset? ParseTime(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static HistoryEntryDocument ToDocument(HistoryEntry entry) => new()
    {
        Id = entry.Id,
        Title = entry.Title,
        CreatedAt = entry.CreatedAt,
        State = WireName.Of(entry.State),
        Lanes = [.. entry.Lanes.Select(static lane => new HistoryLaneDocument(lane.Model, WireName.Of(lane.State)))],
        Turns = entry.Turns,
        Starred = entry.IsStarred,
        Tags = entry.Tags,
        Hit = entry.Hit is { } hit ? new HistoryHitDocument(hit.ComparisonId, [.. hit.Excerpts.Select(ToDocument)]) : null,
    };

    private static HistoryExcerptDocument ToDocument(HistoryExcerpt excerpt) =>
        new(excerpt.Model, [.. excerpt.Parts.Select(static part => new ExcerptPartDocument(part.Text, part.IsHit))]);
}
