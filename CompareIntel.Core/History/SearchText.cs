using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace CompareIntel.Core.History;

/// <summary>
/// What is searched of one comparison: its prompt, then its answers. Kept beside the log, compressed, so that a hit can be shown in its place without reading the
/// log.
/// </summary>
internal sealed class SearchText
{
    /// <summary>Bytes of UTF-8 that are searched of one comparison at most: every part has its share. PostgreSQL can't index much more.</summary>
    public const int MostBytes = 500_000;

    private const int Quality = 2;
    private const int Window = 20;

    // Stands between the parts: no phrase goes across. Not a letter, so that nobody can look for it.
    private const string Gap = " § ";
    private const char Separator = '\0';
    private const int LastPosition = 16_383;
    private const int MostPositions = 255;

    private SearchText(IReadOnlyList<string> parts) => Parts = parts;

    /// <summary>The prompt, then the answers in the order of the lanes.</summary>
    public IReadOnlyList<string> Parts { get; }

    public static SearchText Of(string prompt, IReadOnlyList<string> answers)
    {
        var share = MostBytes / (answers.Count + 1);
        return new SearchText([.. answers.Prepend(prompt).Select(part => Cut(part, share))]);
    }

    public static SearchText Unpack(byte[] bytes)
    {
        using var source = new MemoryStream(bytes);
        using var brotli = new BrotliStream(source, CompressionMode.Decompress);
        using var reader = new StreamReader(brotli, Encoding.UTF8);
        return new SearchText(reader.ReadToEnd().Split(Separator));
    }

    public byte[] Pack()
    {
        // Many comparisons may end in the same moment: what is needed for this only is lent.
        var most = Encoding.UTF8.GetMaxByteCount(Parts.Sum(static part => part.Length + 1));
        var text = ArrayPool<byte>.Shared.Rent(most);
        var packed = ArrayPool<byte>.Shared.Rent(BrotliEncoder.GetMaxCompressedLength(most));
        try
        {
            var end = 0;
            foreach (var (index, part) in Parts.Index())
            {
                if (index > 0)
                {
                    text[end++] = (byte)Separator;
                }

                end += Encoding.UTF8.GetBytes(part, text.AsSpan(end));
            }

            return BrotliEncoder.TryCompress(text.AsSpan(0, end), packed, out var length, Quality, Window) ? packed[..length] : throw new InvalidDataException("The text can't be compressed.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(text);
            ArrayPool<byte>.Shared.Return(packed);
        }
    }

    /// <summary>All words, as FTS5's tokenizer for ASCII takes them: cut at spaces, and what is not ASCII belongs to words.</summary>
    public string ToSqlite()
    {
        var words = new StringBuilder(Parts.Sum(static part => part.Length + Gap.Length));
        foreach (var (index, part) in Parts.Index())
        {
            words.Append(index > 0 ? Gap : "");
            WordScanner.AppendWords(words, part);
        }

        return words.ToString();
    }

    /// <summary>All words as a <c>tsvector</c>, made here because its own parser knows other words and other locales.</summary>
    public string ToPostgres()
    {
        var positions = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        var position = 0;
        foreach (var part in Parts)
        {
            position++;
            foreach (var word in WordScanner.Scan(part))
            {
                position++;
                var places = positions.TryGetValue(word.Text, out var known) ? known : positions[word.Text] = [];
                if (position <= LastPosition && places.Count < MostPositions)
                {
                    places.Add(position);
                }
            }
        }

        var vector = new StringBuilder();
        foreach (var (word, places) in positions)
        {
            vector.Append('\'').Append(word).Append('\'');
            if (places.Count > 0)
            {
                vector.Append(':').AppendJoin(',', places.Select(static place => place.ToString(CultureInfo.InvariantCulture)));
            }

            vector.Append(' ');
        }

        return vector.ToString();
    }

    private static string Cut(string text, int share)
    {
        var clean = text.Replace(Separator, ' ');
        if (Encoding.UTF8.GetByteCount(clean) <= share)
        {
            return clean;
        }

        var bytes = Encoding.UTF8.GetBytes(clean);
        var end = share;
        while (end > 0 && (bytes[end] & 0xC0) == 0x80)
        {
            end--;
        }

        return Encoding.UTF8.GetString(bytes, 0, end);
    }
}
