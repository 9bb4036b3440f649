using Microsoft.Win32.SafeHandles;

namespace CompareIntel.Web.Administration.Logs;

/// <summary>The lines of a file from its end, in bounded memory. A line longer than the bound is passed over.</summary>
internal sealed class BackwardLines(SafeFileHandle file, long end)
{
    /// <summary>Bytes of the longest line that is read.</summary>
    public const int MostLineBytes = 1024 * 1024;

    private const int BlockBytes = 64 * 1024;

    private byte[] _buffer = new byte[2 * BlockBytes];
    private int _count;
    private long _start = end;
    private bool _isPassingOver;

    /// <summary>Where the line that was read last begins.</summary>
    public long Position => _start + _count;

    /// <summary>Reads the line before <see cref="Position"/>, without its end; false at the beginning of the file. Good until the next call.</summary>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        while (true)
        {
            var length = _count > 0 && _buffer[_count - 1] == '\n' && !_isPassingOver ? _count - 1 : _count;
            var newline = _buffer.AsSpan(0, length).LastIndexOf((byte)'\n');
            if (newline >= 0 || _start == 0)
            {
                line = _buffer.AsSpan((newline + 1)..length);
                var isThere = _count > 0 && !_isPassingOver;
                var isOver = _isPassingOver && newline >= 0;
                _count = newline + 1;
                _isPassingOver = false;
                if (isThere)
                {
                    return true;
                }

                if (!isOver)
                {
                    return false;
                }

                continue;
            }

            if (_count > MostLineBytes || _isPassingOver)
            {
                _isPassingOver = true;
                _count = 0;
            }

            ReadBlock();
        }
    }

    /// <summary>Puts the block before what is in the buffer in front of it.</summary>
    private void ReadBlock()
    {
        var size = (int)Math.Min(BlockBytes, _start);
        if (_count + size > _buffer.Length)
        {
            var larger = new byte[2 * _buffer.Length];
            _buffer.AsSpan(0, _count).CopyTo(larger.AsSpan(size));
            _buffer = larger;
        }
        else
        {
            _buffer.AsSpan(0, _count).CopyTo(_buffer.AsSpan(size));
        }

        _start -= size;
        var read = 0;
        while (read < size)
        {
            var got = RandomAccess.Read(file, _buffer.AsSpan(read, size - read), _start + read);
            if (got == 0)
            {
                throw new EndOfStreamException("The log file became shorter while it was read.");
            }

            read += got;
        }

        _count += size;
    }
}
