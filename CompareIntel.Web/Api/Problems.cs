using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using CompareIntel.Core.Comparisons;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CompareIntel.Web.Api;

/// <summary>Problem documents (RFC 9457). <c>detail</c> is what older clients print, so it says what to do.</summary>
internal static class Problems
{
    /// <summary>When to come back to a server that can't do it now.</summary>
    public const string RetryAfterSeconds = "5";

    public const string NotJson = "Send the body as JSON, with the header Content-Type: application/json.";

    public static readonly string BodyTooLarge = $"The body is larger than {ComparisonApi.MaxBodyBytes / 1_000_000} MB. Shorten the prompt or the history.";

    public static ProblemHttpResult Of(int status, string detail) => TypedResults.Problem(new ProblemDetails { Status = status, Detail = detail });

    /// <summary>A problem of one field.</summary>
    public static ProblemHttpResult Of(int status, string detail, string field) =>
        TypedResults.Problem(new HttpValidationProblemDetails(new Dictionary<string, string[]> { [field] = [detail] }) { Status = status, Title = null, Detail = detail });

    public static ProblemHttpResult Invalid(string field, string fault) => Invalid(new Dictionary<string, string[]> { [field] = [fault] });

    /// <summary>422: what was sent does not have the right shape.</summary>
    public static ProblemHttpResult Invalid(IDictionary<string, string[]> errors) =>
        TypedResults.Problem(new HttpValidationProblemDetails(errors)
        {
            Status = StatusCodes.Status422UnprocessableEntity,
            Title = null,
            Detail = $"Correct the request: {string.Join("; ", errors.Select(static error => $"{error.Key} {error.Value[0]}"))}.",
        });

    /// <summary>Adds to a refusal what to do about it, and when.</summary>
    public static void Complete(ProblemDetails problem, HttpContext context)
    {
        problem.Detail ??= DetailOf(context);
        if (context.Features.Get<IExceptionHandlerFeature>()?.Error is StorageUnavailableException)
        {
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
        }
    }

    /// <summary>What to do about a refusal that came from the server itself, before any route was asked.</summary>
    private static string? DetailOf(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => $"There is no {context.Request.Path} here. /docs lists what there is.",
        StatusCodes.Status405MethodNotAllowed => $"{context.Request.Path} does not take {context.Request.Method}; it takes {context.Response.Headers.Allow}.",
        StatusCodes.Status413PayloadTooLarge => context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize is { } most and not ComparisonApi.MaxBodyBytes
            ? string.Create(CultureInfo.InvariantCulture, $"The body is larger than {most / 1_000_000} MB. Send less at once.")
            : BodyTooLarge,
        StatusCodes.Status415UnsupportedMediaType => NotJson,
        StatusCodes.Status500InternalServerError => "A fault in CompareIntel; the log has the details. Send the request again.",
        // Its message is for the user.
        StatusCodes.Status503ServiceUnavailable => (context.Features.Get<IExceptionHandlerFeature>()?.Error as StorageUnavailableException)?.Message,
        _ => null,
    };

    public static ProblemHttpResult NoComparison(string id) =>
        Of(StatusCodes.Status404NotFound, $"There is no comparison \"{id}\". It may have been deleted.");
}
