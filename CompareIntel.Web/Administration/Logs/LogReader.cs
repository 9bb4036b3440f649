using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;

namespace CompareIntel.Web.Administration.Logs;

/// <summary>
/// Reads the log files, also while they are written: back from the newest entry, on from a place, or all that a filter takes. Memory does not depend on how much
/// there is. Nothing else is kept of what is in them.
/// </summary>
/// <remarks>Throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> when the files can't be read.</remarks>
internal sealed class LogReader(LogFiles files)
{
    // Lines of one file may be out of order by as long as it takes to write one.
    private static readonly TimeSpan s_disorder = TimeSpan.FromSeconds(5);

    /// <summary>Goes back from a place, or from the newest entry, until enough was found or read.</summary>
    /// <param name="filter">What is wanted.</param>
    /// <param name="before">Where to begin; null for the end.</param>
    /// <param name="mostEntries">So many entries at most.</param>
    /// <param name="mostBytes">About so much is read at most.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public LogSlice ReadBack(LogFilter filter, LogPosition? before, int mostEntries, long mostBytes, CancellationToken cancellationToken)
    {
        var entries = new List<LogEntry>();
        DateTimeOffset? back = null;
        long bytes = 0;
        foreach (var name in files.List().Reverse().SkipWhile(name => before is not null && name != before.File))
        {
            using var file = files.TryOpen(name);
            if (file is null)
            {
                continue;
            }

            var end = Math.Min(before?.File == name ? before.Offset : long.MaxValue, file.Length);
            if (filter.To is { } to)
            {
                end = Math.Min(end, Find(file.SafeFileHandle, file.Length, to + s_disorder));
            }

            var lines = new BackwardLines(file.SafeFileHandle, end);
            while (lines.TryRead(out var line))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (LogEntry.TryRead(line) is { } entry)
                {
                    if (filter.From is { } from && entry.At < from - s_disorder)
                    {
                        return new LogSlice(entries, null, back, bytes + end - lines.Position);
                    }

                    back = entry.At;
                    if (filter.Takes(entry))
                    {
                        entries.Add(entry);
                    }
                }

                if (entries.Count == mostEntries || bytes + end - lines.Position >= mostBytes)
                {
                    return new LogSlice(entries, new LogPosition(name, lines.Position), back, bytes + end - lines.Position);
                }
            }

            bytes += end;
        }

        return new LogSlice(entries, null, back, bytes);
    }

    /// <summary>Where the newest file ends now, for <see cref="ReadOn"/>; null while there is none.</summary>
    public LogPosition? FindEnd()
    {
        if (files.List() is not [.., var name])
        {
            return null;
        }

        using var file = files.TryOpen(name);
        return file is null ? null : new LogPosition(name, file.Length);
    }

    /// <summary>What was logged since a place.</summary>
    /// <param name="filter">What is wanted.</param>
    /// <param name="after">The place; null for the beginning.</param>
    /// <param name="mostBytes">About so much is read at most; of more, the newest.</param>
    /// <returns>Oldest first, and the place where the next call goes on.</returns>
    public (IReadOnlyList<LogEntry> Entries, LogPosition? End) ReadOn(LogFilter filter, LogPosition? after, long mostBytes)
    {
        var entries = new List<LogEntry>();
        var end = after;
        var names = files.List();
        foreach (var name in names.Skip(Math.Max(0, names.ToList().IndexOf(after?.File ?? ""))))
        {
            using var file = files.TryOpen(name);
            if (file is null)
            {
                continue;
            }

            var start = name == after?.File ? Math.Min(after.Offset, file.Length) : 0;
            var lines = new ForwardLines(file.SafeFileHandle, Math.Max(start, file.Length - mostBytes));
            if (start < file.Length - mostBytes)
            {
                // It begins in the middle of a line.
                lines.TryRead(out _);
            }

            while (lines.TryRead(out var line))
            {
                if (LogEntry.TryRead(line) is { } entry && filter.Takes(entry))
                {
                    entries.Add(entry);
                }
            }

            end = new LogPosition(name, lines.Position);
        }

        return (entries, end);
    }

    /// <summary>The lines, as they stand in the files, of all that the filter takes; oldest first.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAllAsync(LogFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var name in files.List())
        {
            await using var file = files.TryOpen(name);
            if (file is null)
            {
                continue;
            }

            var lines = new ForwardLines(file.SafeFileHandle, filter.From is { } from ? Find(file.SafeFileHandle, file.Length, from - s_disorder) : 0);
            while (TryReadTaken(lines, filter, out var isPast) is { } line)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (isPast)
                {
                    yield break;
                }

                if (line.Length > 0)
                {
                    yield return line;
                }
            }
        }
    }

    /// <summary>The next line with its end, empty if the filter does not take it; null at the end of the file.</summary>
    private static byte[]? TryReadTaken(ForwardLines lines, LogFilter filter, out bool isPast)
    {
        isPast = false;
        if (!lines.TryRead(out var line))
        {
            return null;
        }

        if (LogEntry.TryRead(line) is not { } entry)
        {
            return [];
        }

        isPast = filter.To is { } to && entry.At > to + s_disorder;
        return filter.Takes(entry) ? [.. line, (byte)'\n'] : [];
    }

    /// <summary>Where the first entry begins that is later than this, by halving; the end of the file if none is.</summary>
    private static long Find(SafeFileHandle file, long length, DateTimeOffset time)
    {
        long low = 0, high = length;
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var lines = new ForwardLines(file, middle);
            if (middle > 0)
            {
                // The rest of the line that the middle is in.
                lines = new ForwardLines(file, middle - 1);
                lines.TryRead(out _);
            }

            LogEntry? entry = null;
            var start = lines.Position;
            while (entry is null && lines.Position < high && lines.TryRead(out var line))
            {
                entry = LogEntry.TryRead(line);
            }

            if (entry is null || entry.At > time)
            {
                high = middle;
            }
            else
            {
                low = Math.Max(lines.Position, start + 1);
            }
        }

        return low;
    }
}
