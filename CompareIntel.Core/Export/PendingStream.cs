using System.Buffers;

namespace CompareIntel.Core.Export;

/// <summary>
/// Takes writes without waiting and passes them on when asked. A zip archive ends its entries with synchronous writes, which an HTTP response refuses.
/// </summary>
internal sealed class PendingStream : Stream
{
    private readonly ArrayBufferWriter<byte> _pending = new();
    private long _passedOn;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _passedOn + _pending.WrittenCount;
        set => throw new NotSupportedException();
    }

    /// <summary>Writes everything that is pending to <paramref name="target"/>.</summary>
    public async Task PassOnAsync(Stream target, CancellationToken cancellationToken)
    {
        await target.WriteAsync(_pending.WrittenMemory, cancellationToken).ConfigureAwait(false);
        _passedOn += _pending.WrittenCount;
        _pending.ResetWrittenCount();
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => _pending.Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer) => _pending.Write(buffer);
}
