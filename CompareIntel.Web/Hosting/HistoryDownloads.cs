using System.Collections.Concurrent;
using System.Security.Cryptography;
using CompareIntel.Core;
using CompareIntel.Core.Export;

namespace CompareIntel.Web.Hosting;

/// <summary>
/// Zip files of many comparisons, written before they are downloaded: a browser tells nobody how far the server has come with a file that it is still making.
/// Each can be fetched once, by its owner, within an hour; what was left behind is removed at the next start.
/// </summary>
public sealed class HistoryDownloads : IDisposable
{
    // Writing one reads the storage and compresses; more at once would be slower for all, and for what runs.
    private const int MostAtOnce = 2;
    private const int TokenBytes = 18;

    private static readonly TimeSpan s_lifetime = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _gate = new(MostAtOnce);
    private readonly OwnedComparisons _comparisons;
    private readonly TimeProvider _timeProvider;
    private readonly DirectoryInfo _folder;

    public HistoryDownloads(OwnedComparisons comparisons, DataDirectory data, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(data);
        _comparisons = comparisons;
        _timeProvider = timeProvider;
        _folder = new DirectoryInfo(data.PathOf("downloads"));
        if (_folder.Exists)
        {
            _folder.Delete(recursive: true);
        }
    }

    /// <summary>Writes these comparisons into a file.</summary>
    /// <param name="ownerId">Who may fetch it.</param>
    /// <param name="ids">The comparisons.</param>
    /// <param name="progress">Told on any thread how many are in it.</param>
    /// <param name="cancellationToken">Ends the writing; nothing is left of it.</param>
    /// <returns>What fetches the file.</returns>
    /// <exception cref="IOException">The disk is full or the storage can't be read.</exception>
    public async Task<string> WriteAsync(string ownerId, IReadOnlyList<string> ids, IProgress<int> progress, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));
        _folder.Create();
        var file = Path.Combine(_folder.FullName, $"{token}.zip");
        try
        {
            await using (var stream = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.None, 64 * 1024, FileOptions.Asynchronous))
            {
                await ComparisonZip.WriteAsync(_comparisons.ReadAsync(ids, cancellationToken), stream, progress, cancellationToken);
            }

            var expiry = _timeProvider.CreateTimer(_ => Remove(token), null, s_lifetime, Timeout.InfiniteTimeSpan);
            _entries[token] = new Entry(ownerId, file, expiry);
            return token;
        }
        catch
        {
            File.Delete(file);
            throw;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The file, which is gone once it has been read; null when there is none for this owner.</summary>
    public Stream? Take(string token, string? ownerId)
    {
        if (!_entries.TryGetValue(token, out var entry) || entry.OwnerId != ownerId || !_entries.TryRemove(token, out _))
        {
            return null;
        }

        entry.Expiry.Dispose();
        return new FileStream(entry.File, FileMode.Open, FileAccess.Read, FileShare.None, 64 * 1024, FileOptions.Asynchronous | FileOptions.DeleteOnClose);
    }

    public void Dispose()
    {
        foreach (var token in _entries.Keys)
        {
            Remove(token);
        }

        _gate.Dispose();
    }

    private void Remove(string token)
    {
        if (_entries.TryRemove(token, out var entry))
        {
            entry.Expiry.Dispose();
            File.Delete(entry.File);
        }
    }

    private sealed record Entry(string OwnerId, string File, ITimer Expiry);
}
