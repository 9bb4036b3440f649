using System.Buffers.Binary;
using System.Text;

namespace CompareIntel.Benchmarks.Circuits;

/// <summary>
/// A view of one render batch: its texts, and the elements that it adds. Numbers are little-endian and 32 bits wide; the last five say where
/// the sections begin.
/// </summary>
internal readonly ref struct RenderBatch
{
    private const int SectionCount = 5;
    private const int WordSize = sizeof(int);
    private const int FrameSize = 20;
    private const int ElementFrame = 1;
    private const int AttributeFrame = 3;
    private const int ReferenceFrameSection = 1;
    private const int TextSection = 4;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _texts;

    public RenderBatch(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
        _texts = Section(TextSection);
        TextCount = (bytes.Length - (SectionCount * WordSize) - _texts) / WordSize;
    }

    public int TextCount { get; }

    /// <summary>The text with this number, in UTF-8. Texts that stand beside each other on the page mostly do so here.</summary>
    public ReadOnlySpan<byte> TextAt(int index)
    {
        var at = Int32At(_texts + (index * WordSize));
        var length = 0;
        var shift = 0;
        byte part;
        do
        {
            part = _bytes[at++];
            length |= (part & 0x7F) << shift;
            shift += 7;
        }
        while ((part & 0x80) != 0);

        return _bytes.Slice(at, length);
    }

    /// <summary>
    /// Adds the handler of every button whose label begins with <paramref name="label"/>, by the rest of the label.
    /// </summary>
    public void FindClickHandlers(ReadOnlySpan<byte> label, Dictionary<string, ulong> handlers)
    {
        var section = Section(ReferenceFrameSection);
        var count = Int32At(section);
        string? name = null;
        for (var frame = 0; frame < count; frame++)
        {
            var at = section + WordSize + (frame * FrameSize);
            switch (Int32At(at))
            {
                case ElementFrame:
                    name = null;
                    break;
                case AttributeFrame when IsText(at + WordSize, "aria-label"u8) && Int32At(at + (2 * WordSize)) is >= 0 and var value && TextAt(value).StartsWith(label):
                    name = Encoding.UTF8.GetString(TextAt(value)[label.Length..]);
                    break;
                case AttributeFrame when name is not null && IsText(at + WordSize, "onclick"u8):
                    handlers[name] = BinaryPrimitives.ReadUInt64LittleEndian(_bytes[(at + (3 * WordSize))..]);
                    name = null;
                    break;
                default:
                    break;
            }
        }
    }

    private bool IsText(int at, ReadOnlySpan<byte> text) => Int32At(at) is >= 0 and var index && TextAt(index).SequenceEqual(text);

    private int Section(int index) => Int32At(_bytes.Length - ((SectionCount - index) * WordSize));

    private int Int32At(int at) => BinaryPrimitives.ReadInt32LittleEndian(_bytes[at..]);
}
