using System.Globalization;
using System.Security.Claims;
using System.Text;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Export;
using CompareIntel.Core.Export.Html;
using CompareIntel.Core.Export.Pdf;
using CompareIntel.Core.History;
using CompareIntel.Web.Hosting;
using CompareIntel.Web.Hosting.Ownership;
using Microsoft.AspNetCore.Mvc;

namespace CompareIntel.Web.Api;

/// <summary>Comparisons as files, and files as comparisons.</summary>
internal static class ExportApi
{
    private const string Tag = "Comparisons";

    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/comparisons/{id}/export", ExportAsync)
            .WithTags(Tag)
            .WithSummary("A comparison as a file")
            .WithDescription("`format` is `markdown`, `json`, `html` or `pdf`. JSON holds all events with `events=true`, and can then be imported. One that still runs is exported as it is now.")
            .Produces<string>(StatusCodes.Status200OK, "text/markdown", "application/json", "text/html", "application/pdf")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status501NotImplemented);
        group.MapGet("/comparisons/export", ExportAllAsync)
            .WithTags(Tag)
            .WithSummary("All your comparisons as a zip file")
            .WithDescription("Of each the Markdown, and the JSON with all events that can be imported.")
            .Produces<byte[]>(StatusCodes.Status200OK, "application/zip");
        group.MapGet("/downloads/{token}", Download).ExcludeFromDescription();
        group.MapPost("/comparisons/import", ImportAsync)
            .WithTags(Tag)
            .WithSummary("Take in a comparison that was exported as JSON with all events")
            .WithDescription("It gets an id of its own. The address of the comparison is in `Location`.")
            .Accepts<string>("application/json", "*/*")
            .Produces<ComparisonDocument>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .WithMetadata(new RequestSizeLimitAttribute(ComparisonImport.MaxBytes))
            .RequireRateLimiting(RateLimiting.Policy);
    }

    private static async Task<IResult> ExportAsync(string id, string? format, bool? events, ClaimsPrincipal user, [FromServices] OwnComparisons comparisons, CancellationToken cancellationToken)
    {
        if (await comparisons.FindAsync(id, OwnerCookie.OwnerOf(user), cancellationToken) is not { } comparison)
        {
            return Problems.NoComparison(id);
        }

        return Export(comparison, format, events ?? false, cancellationToken);
    }

    /// <summary>The comparison in this format, or what is wrong with it.</summary>
    internal static IResult Export(LiveComparison comparison, string? format, bool withEvents, CancellationToken cancellationToken)
    {
        var name = ExportFileName.Of(comparison);
        switch (format)
        {
            case "markdown":
                return TypedResults.File(Encoding.UTF8.GetBytes(MarkdownExport.Write(comparison)), "text/markdown; charset=utf-8", $"{name}.md");
            case "json":
                return TypedResults.Stream(body => JsonExport.WriteAsync(comparison, body, withEvents, cancellationToken), "application/json", $"{name}.json");
            case "html":
                return TypedResults.File(Encoding.UTF8.GetBytes(HtmlExport.Write(comparison)), "text/html; charset=utf-8", $"{name}.html");
            case "pdf":
                return ExportPdf(comparison, name);
            default:
                return Problems.Of(StatusCodes.Status400BadRequest, $"format is \"markdown\", \"json\", \"html\" or \"pdf\"{(format is null ? "" : $", not \"{format}\"")}.", "format");
        }
    }

    private static async Task<IResult> ExportAllAsync(ClaimsPrincipal user, [FromServices] OwnedComparisons comparisons, [FromServices] TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var ids = OwnerCookie.OwnerOf(user) is { } owner ? await comparisons.ListAsync(owner, new HistoryFilter(), cancellationToken) : [];
        return TypedResults.Stream(
            body => ComparisonZip.WriteAsync(comparisons.ReadAsync(ids, cancellationToken), body, null, cancellationToken),
            "application/zip",
            ZipName(timeProvider));
    }

    /// <summary>What the page has had made, once.</summary>
    private static IResult Download(string token, ClaimsPrincipal user, [FromServices] HistoryDownloads downloads, [FromServices] TimeProvider timeProvider) =>
        downloads.Take(token, OwnerCookie.OwnerOf(user)) is { } file
            ? TypedResults.File(file, "application/zip", ZipName(timeProvider))
            : Problems.Of(StatusCodes.Status404NotFound, "This file is not here any more: it can be fetched once, within an hour. Export again.");

    private static string ZipName(TimeProvider timeProvider) => string.Create(CultureInfo.InvariantCulture, $"compareintel-{timeProvider.GetUtcNow():yyyy-MM-dd}.zip");

    private static IResult ExportPdf(LiveComparison comparison, string name)
    {
        var pdf = new MemoryStream();
        try
        {
            PdfExport.Write(comparison, pdf);
        }
        catch (PdfFontsMissingException exception)
        {
            return Problems.Of(StatusCodes.Status501NotImplemented, exception.Message);
        }

        pdf.Position = 0;
        return TypedResults.File(pdf, "application/pdf", $"{name}.pdf");
    }

    private static async Task<IResult> ImportAsync(HttpContext context, [FromServices] LiveComparisons comparisons, CancellationToken cancellationToken)
    {
        try
        {
            var comparison = await ComparisonImport.ReadAsync(context.Request.Body, await OwnerCookie.OwnerOrNewAsync(context), ComparisonEngine.NewId, cancellationToken);
            comparisons.Adopt(comparison);
            return TypedResults.Created($"/api/v1/comparisons/{comparison.Id}", ComparisonDocuments.ToDocument(comparison));
        }
        catch (ComparisonImportException exception)
        {
            return Problems.Of(StatusCodes.Status400BadRequest, exception.Message);
        }
    }
}
