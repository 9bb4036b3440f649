using System.Text.Json.Nodes;
using CompareIntel.Web.Hosting;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace CompareIntel.Web.Api;

/// <summary>What the API says about itself: an OpenAPI document for programs and a page for people. Both come from this server alone.</summary>
internal static class ApiDocuments
{
    private const string DocumentName = "v1";
    private const string PagePath = "/docs";

    private const string Description =
        """
        One prompt to many models, every answer live. The same routes are served under `/api/v1` and `/api`; `/health`, `/models`, `/model-stats`,
        `/compare` and `/compare-stream` have a bare path too. Errors are problem documents (RFC 9457): `detail` says what to do.
        """;

    private const string HomeLink =
        """<a href="/" style="position:fixed;right:1rem;bottom:1rem;z-index:10;padding:.4rem .8rem;border-radius:1rem;background:#222;color:#fff;font:14px sans-serif;text-decoration:none">Back to CompareIntel</a>""";

    private static readonly (Type Type, string Name)[] s_events =
    [
        (typeof(StartEvent), nameof(StartEvent)),
        (typeof(DeltaEvent), nameof(DeltaEvent)),
        (typeof(DoneEvent), nameof(DoneEvent)),
        (typeof(CompleteEvent), nameof(CompleteEvent)),
        (typeof(ErrorEvent), nameof(ErrorEvent)),
    ];

    public static IServiceCollection AddApiDocuments(this IServiceCollection services) => services.AddOpenApi(DocumentName, static options =>
    {
        // The unversioned twins would only repeat everything.
        options.ShouldInclude = static route => route.RelativePath is { } path && (path.StartsWith("api/v1/", StringComparison.Ordinal) || !path.StartsWith("api/", StringComparison.Ordinal));
        options.AddDocumentTransformer(static (document, _, _) =>
        {
            document.Info = new OpenApiInfo { Title = "CompareIntel", Version = HealthApi.Version, Description = Description };
            // The address is the one that the document was fetched from.
            document.Servers = [new OpenApiServer { Url = "/" }];
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(static (operation, _, _) =>
        {
            operation.RequestBody?.Content?.Remove("*/*");
            return Task.CompletedTask;
        });
        options.AddDocumentTransformer(DescribeEventsAsync);
    });

    public static void MapApiDocuments(this IEndpointRouteBuilder app)
    {
        app.MapOpenApi("/openapi/{documentName}.json");
        app.MapOpenApi("/openapi.json");
        app.MapScalarApiReference(PagePath, static (options, context) =>
        {
            var nonce = ContentPolicy.NonceOf(context);
            options.WithTitle("CompareIntel API")
                .WithNonce(nonce)
                .WithOpenApiRoutePattern("/openapi/{documentName}.json")
                .AddDocument(DocumentName)
                .AddHeaderContent(HomeLink)
                // Otherwise its validator tries whether it may make code of texts, which the page's policy refuses and the browser's console tells.
                .AddHeadContent($$"""<script nonce="{{nonce}}">globalThis.__zod_globalConfig = { jitless: true };</script>""")
                .DisableDefaultFonts()
                .DisableTelemetry()
                .DisableAgent()
                .DisableMcp()
                .HideClientButton()
                .HideDeveloperTools();
        });
    }

    private static async Task DescribeEventsAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var (type, name) in s_events)
        {
            document.AddComponent(name, await context.GetOrCreateSchemaAsync(type, null, cancellationToken));
        }

        var streams = document.Paths.Values
            .SelectMany(static path => path.Operations?.Values ?? Enumerable.Empty<OpenApiOperation>())
            .SelectMany(static operation => operation.Responses?.Values ?? Enumerable.Empty<IOpenApiResponse>())
            .SelectMany(static response => response.Content?.AsEnumerable() ?? [])
            .Where(static content => content.Key == EventStream.ContentType)
            .Select(static content => content.Value);
        foreach (var stream in streams)
        {
            stream.Schema = new OpenApiSchema
            {
                Description = "The `data:` line of one event. Its `id:` line is the sequence number; numbers grow and may have gaps. Comment lines (`: keep-alive`) come after 10 s of silence.",
                OneOf = [.. s_events.Select(item => (IOpenApiSchema)new OpenApiSchemaReference(item.Name, document))],
            };
            stream.Example = JsonValue.Create("id: 7\ndata: {\"type\":\"chunk\",\"model\":\"sim-fast\",\"lane\":0,\"content\":\"Hello\"}\n\n");
        }
    }
}
