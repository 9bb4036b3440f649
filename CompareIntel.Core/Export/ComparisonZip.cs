using System.IO.Compression;
using CompareIntel.Core.Comparisons;

namespace CompareIntel.Core.Export;

/// <summary>Many comparisons as one zip file: of each the Markdown, and the JSON with all events that can be imported again.</summary>
public static class ComparisonZip
{
    // What a zip file can say about times.
    private const int EarliestYear = 1980;
    private const int LatestYear = 2107;

    /// <summary>Writes one comparison after the other; at any time only one of them is held.</summary>
    /// <param name="comparisons">What goes in, each once.</param>
    /// <param name="stream">Where to; left open, and need not be seekable.</param>
    /// <param name="progress">Is told after each comparison how many are in; null when nobody asks.</param>
    /// <param name="cancellationToken">Ends the writing; the file is then not complete.</param>
    public static async Task WriteAsync(IAsyncEnumerable<LiveComparison> comparisons, Stream stream, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(comparisons);
        using var pending = new PendingStream();
        using (var zip = new ZipArchive(pending, ZipArchiveMode.Create, leaveOpen: true))
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            var count = 0;
            await foreach (var comparison in comparisons.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                var name = ExportFileName.Of(comparison);
                if (!names.Add(name))
                {
                    name = $"{name}-{comparison.Id}";
                }

                await AddAsync(zip, $"{name}.md", comparison, static (item, entry, token) => WriteTextAsync(MarkdownExport.Write(item), entry, token), cancellationToken).ConfigureAwait(false);
                await AddAsync(zip, $"{name}.json", comparison, static (item, entry, token) => JsonExport.WriteAsync(item, entry, withEvents: true, token), cancellationToken).ConfigureAwait(false);
                await pending.PassOnAsync(stream, cancellationToken).ConfigureAwait(false);
                progress?.Report(++count);
            }
        }

        // The list of what is in it.
        await pending.PassOnAsync(stream, cancellationToken).ConfigureAwait(false);
    }

    private static async Task AddAsync(ZipArchive zip, string name, LiveComparison comparison, Func<LiveComparison, Stream, CancellationToken, Task> writeAsync, CancellationToken cancellationToken)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Fastest);
        if (comparison.CreatedAt.Year is >= EarliestYear and <= LatestYear)
        {
            entry.LastWriteTime = comparison.CreatedAt;
        }

        using (var content = entry.Open())
        {
            await writeAsync(comparison, content, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task WriteTextAsync(string text, Stream stream, CancellationToken cancellationToken)
    {
        var writer = new StreamWriter(stream, leaveOpen: true);
        await using (writer.ConfigureAwait(false))
        {
            await writer.WriteAsync(text.AsMemory(), cancellationToken).ConfigureAwait(false);
        }
    }
}
