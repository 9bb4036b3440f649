using Microsoft.Win32.SafeHandles;

namespace CompareIntel.Web.Administration.Logs;

/// <summary>The whole lines of a file from a place on, in bounded memory. A line longer than the bound is passed over.</summary>
internal sealed class ForwardLines(SafeFileHandle file, long start)
{
    private const int BlockBytes = 64 * 1024;

    private byte[] _buffer = new byte[BlockBytes];
    private int _begin;
    private int _count;
    private bool _isPassingOver;

    /// <summary>Where the line begins that will be read next.</summary>
    public long Position { get; private set; } = start;

    /// <summary>Reads the next line, without its end; false when there is none that is whole. Good until the next call.</summary>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        while (true)
        {
            var rest = _buffer.AsSpan(_begin, _count);
            if (rest.IndexOf((byte)'\n') is >= 0 and var newline)
            {
                line = rest[..newline];
                Take(newline + 1);
                if (!_isPassingOver)
                {
                    return true;
                }

                _isPassingOver = false;
                continue;
            }

            if (_count > BackwardLines.MostLineBytes || _isPassingOver)
            {
                _isPassingOver = true;
                Take(_count);
            }

            if (!ReadBlock())
            {
                line = default;
                return false;
            }
        }
    }

    private void Take(int bytes)
    {
        _begin += bytes;
        _count -= bytes;
        Position += bytes;
    }

    private bool ReadBlock()
    {
        if (_begin + _count == _buffer.Length)
        {
            var target = _begin > 0 ? _buffer : new byte[2 * _buffer.Length];
            _buffer.AsSpan(_begin, _count).CopyTo(target);
            (_buffer, _begin) = (target, 0);
        }

        var got = RandomAccess.Read(file, _buffer.AsSpan(_begin + _count), Position + _count);
        _count += got;
        return got > 0;
    }
}
