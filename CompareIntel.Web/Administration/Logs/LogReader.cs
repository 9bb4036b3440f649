using System.Buffers;
using System.IO.Pipelines;
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

    // A line may have a hundred bytes, and each flush is a chunk of its own on the wire.
    private const int FlushBytes = 64 * 1024;

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
        var newer = before;
        long bytes = 0;
        foreach (var name in files.List().Reverse().SkipWhile(name => before is not null && name != before.File))
        {
            using var file = files.TryOpen(name);
            if (file is null)
            {
                continue;
            }

            // What is being written into the newest file is no line yet, and is left to whoever reads on.
            newer ??= new LogPosition(name, EndOfLines(file.SafeFileHandle, file.Length));
            var end = Math.Min(newer.File == name ? newer.Offset : long.MaxValue, file.Length);
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
                        return new LogSlice(entries, newer, null, back, bytes + end - lines.Position);
                    }

                    back = entry.At;
                    if (filter.Takes(entry))
                    {
                        entries.Add(entry with { Place = new LogPosition(name, lines.Position) });
                    }
                }

                if (entries.Count == mostEntries || bytes + end - lines.Position >= mostBytes)
                {
                    return new LogSlice(entries, newer, new LogPosition(name, lines.Position), back, bytes + end - lines.Position);
                }
            }

            bytes += end;
        }

        return new LogSlice(entries, newer, null, back, bytes);
    }

    /// <summary>What was logged since a place.</summary>
    /// <param name="filter">What is wanted.</param>
    /// <param name="after">The place; null for the beginning. When its file is gone, those that came after it are read.</param>
    /// <param name="mostBytes">About so much is read at most, of all files together; of more, the newest.</param>
    public LogTail ReadOn(LogFilter filter, LogPosition? after, long mostBytes)
    {
        var parts = new Stack<List<LogEntry>>();
        LogPosition? end = null;
        var left = mostBytes;
        foreach (var name in (after is null ? files.List() : files.ListFrom(after.File)).Reverse().TakeWhile(_ => left > 0))
        {
            using var file = files.TryOpen(name);
            if (file is null)
            {
                continue;
            }

            var start = name == after?.File ? Math.Min(after.Offset, file.Length) : 0;
            var first = Math.Max(start, file.Length - left);
            var lines = new ForwardLines(file.SafeFileHandle, first);
            if (first > start)
            {
                // It begins in the middle of a line.
                lines.TryRead(out _);
            }

            var part = new List<LogEntry>();
            while (lines.TryRead(out var line))
            {
                if (LogEntry.TryRead(line) is { } entry && filter.Takes(entry))
                {
                    part.Add(entry with { Place = new LogPosition(name, lines.Position - line.Length - 1) });
                }
            }

            parts.Push(part);
            end ??= new LogPosition(name, lines.Position);
            left -= lines.Position - first;
        }

        return new LogTail([.. parts.SelectMany(static part => part)], end ?? after);
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

    /// <summary>Writes the same.</summary>
    public async Task WriteAllAsync(LogFilter filter, PipeWriter output, CancellationToken cancellationToken)
    {
        var waiting = 0;
        await foreach (var line in ReadAllAsync(filter, cancellationToken))
        {
            output.Write(line.Span);
            waiting += line.Length;
            if (waiting >= FlushBytes)
            {
                await output.FlushAsync(cancellationToken);
                waiting = 0;
            }
        }

        await output.FlushAsync(cancellationToken);
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

    /// <summary>The end of the last line that is whole.</summary>
    private static long EndOfLines(SafeFileHandle file, long length)
    {
        var last = new byte[1];
        if (RandomAccess.Read(file, last, Math.Max(0, length - 1)) == 1 && last[0] == (byte)'\n')
        {
            return length;
        }

        var lines = new BackwardLines(file, length);
        lines.TryRead(out _);
        return lines.Position;
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
