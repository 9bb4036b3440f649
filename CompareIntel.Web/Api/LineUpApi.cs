using CompareIntel.Core.LineUps;
using CompareIntel.Web.Hosting.Ownership;
using Microsoft.AspNetCore.Mvc;

namespace CompareIntel.Web.Api;

/// <summary>The caller's saved line-ups as a file, and such a file as line-ups.</summary>
internal static class LineUpApi
{
    private const string Tag = "Line-ups";
    private const long MostBytes = 1_000_000;

    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/line-ups", ExportAsync)
            .WithTags(Tag)
            .WithSummary("Your saved line-ups as a JSON file")
            .Produces<string>(StatusCodes.Status200OK, "application/json");
        group.MapPost("/line-ups/import", ImportAsync)
            .WithTags(Tag)
            .WithSummary("Take in line-ups from such a file, behind those there are")
            .WithDescription("One whose name is taken gets a number. All are taken in, or none.")
            .Accepts<string>("application/json", "*/*")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .WithMetadata(new RequestSizeLimitAttribute(MostBytes));
    }

    private static async Task<IResult> ExportAsync(HttpContext context, [FromServices] LineUpLibrary library) =>
        TypedResults.File(await library.ExportAsync(OwnerCookie.OwnerOf(context.User) ?? "", context.RequestAborted), "application/json", "compareintel-line-ups.json");

    private static async Task<IResult> ImportAsync(HttpContext context, [FromServices] LineUpLibrary library)
    {
        try
        {
            await library.ImportAsync(await OwnerCookie.OwnerOrNewAsync(context), context.Request.Body, context.RequestAborted);
            return TypedResults.NoContent();
        }
        catch (LineUpException fault)
        {
            return Problems.Of(StatusCodes.Status400BadRequest, fault.Message);
        }
    }
}
