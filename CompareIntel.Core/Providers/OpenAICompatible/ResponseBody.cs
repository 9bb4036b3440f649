using System.Buffers;
using System.Runtime.CompilerServices;

namespace CompareIntel.Core.Providers.OpenAICompatible;

/// <summary>
/// A response's bytes as the event parser reads them: a broken connection becomes a <see cref="ProviderException"/>, memory is bounded
/// even if no event ever ends, and an event that the end of the response closes instead of a blank line is not lost.
/// </summary>
/// <param name="inner">The bytes.</param>
/// <param name="failures">Tells what a fault means.</param>
/// <param name="turn">Waited for, when bytes had to be waited for, before they are given.</param>
/// <param name="call">Notes when they were there.</param>
internal sealed class ResponseBody(Stream inner, FailureMapper failures, ReadingTurn turn, ProviderCall? call) : Stream
{
    /// <summary>Bytes that may arrive between two events, and of a response that is read as a whole.</summary>
    public const int MaxBytes = 32 * 1024 * 1024;

    // Ends both the last line and the last event; a parser ignores blank lines where there is nothing to end.
    private const int ClosingNewlines = 2;

    private int _closingNewlinesGiven;
    private long _bytesSinceEvent;

    /// <summary>Whether the server has sent everything.</summary>
    public bool HasEnded { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>
    /// At most <paramref name="maxBytes"/> of the response, and whether that is all of it.
    /// </summary>
    public static async Task<(ReadOnlyMemory<byte> Bytes, bool IsComplete)> ReadAsync(
        HttpResponseMessage response,
        int maxBytes,
        FailureMapper failures,
        CancellationToken cancellationToken)
    {
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var buffer = new ArrayBufferWriter<byte>();
            while (buffer.WrittenCount <= maxBytes)
            {
                var read = await ReadAsync(stream, buffer.GetMemory(4096), failures, cancellationToken).ConfigureAwait(false);
                if (read == 0)
                {
                    return (buffer.WrittenMemory, true);
                }

                buffer.Advance(read);
            }

            return (buffer.WrittenMemory[..maxBytes], false);
        }
    }

    /// <summary>Starts the count of bytes anew, because an event was complete.</summary>
    public void NoteEvent() => _bytesSinceEvent = 0;

    // One state machine, which is used again: it is called for every piece that the network brings.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!HasEnded)
        {
            int read;
            bool hasWaited;
            try
            {
                var reading = inner.ReadAsync(buffer, cancellationToken);
                hasWaited = !reading.IsCompleted;
                read = await reading.ConfigureAwait(false);
            }
            catch (Exception exception) when (IsBroken(exception))
            {
                throw ConnectionLost(exception, failures, cancellationToken);
            }

            if (read > 0)
            {
                call?.NoteBytes();
            }

            if (hasWaited)
            {
                await turn;

                // Who was stopped meanwhile has not ended by itself, even if that was the end.
                cancellationToken.ThrowIfCancellationRequested();
            }

            _bytesSinceEvent += read;
            if (_bytesSinceEvent > MaxBytes)
            {
                throw failures.Malformed($"an event is longer than {MaxBytes} bytes and ends with", buffer.Span[..read]);
            }

            if (read > 0)
            {
                return read;
            }

            HasEnded = true;
        }

        var count = Math.Min(buffer.Length, ClosingNewlines - _closingNewlinesGiven);
        buffer.Span[..count].Fill((byte)'\n');
        _closingNewlinesGiven += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private static async ValueTask<int> ReadAsync(Stream stream, Memory<byte> buffer, FailureMapper failures, CancellationToken cancellationToken)
    {
        try
        {
            return await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsBroken(exception))
        {
            throw ConnectionLost(exception, failures, cancellationToken);
        }
    }

    private static bool IsBroken(Exception exception) => exception is IOException or HttpRequestException;

    private static ProviderException ConnectionLost(Exception exception, FailureMapper failures, CancellationToken cancellationToken)
    {
        // Cancelling closes the socket, which can come out here as a broken connection.
        cancellationToken.ThrowIfCancellationRequested();
        return failures.ConnectionLost(exception.Message, exception);
    }
}
