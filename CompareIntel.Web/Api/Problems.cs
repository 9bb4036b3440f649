using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CompareIntel.Web.Api;

/// <summary>Problem documents (RFC 9457). <c>detail</c> is what older clients print, so it says what to do.</summary>
internal static class Problems
{
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

    public static ProblemHttpResult NoComparison(string id) =>
        Of(StatusCodes.Status404NotFound, $"There is no comparison \"{id}\". It may have been deleted, or it ended so long ago that it was forgotten.");
}
