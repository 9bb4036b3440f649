using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CompareIntel.Core.Storage;

/// <summary>
/// Stores any text as it is. PostgreSQL takes no NUL, and neither database takes half a character: those are written as U+FDD0, which is never a character,
/// and four hexadecimal digits.
/// </summary>
internal sealed class StorableText() : ValueConverter<string, string>(static text => Escape(text), static text => Unescape(text))
{
    private const char Mark = '\uFDD0';

    public static string Escape(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0 && !text.AsSpan().ContainsAny('\0', Mark))
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length + 10);
        for (var index = 0; index < text.Length;)
        {
            var isWhole = Rune.DecodeFromUtf16(text.AsSpan(index), out _, out var length) == OperationStatus.Done;
            if (isWhole && text[index] is not ('\0' or Mark))
            {
                escaped.Append(text, index, length);
            }
            else
            {
                escaped.Append(CultureInfo.InvariantCulture, $"{Mark}{(int)text[index]:X4}");
                length = 1;
            }

            index += length;
        }

        return escaped.ToString();
    }

    public static string Unescape(string text)
    {
        if (!text.Contains(Mark, StringComparison.Ordinal))
        {
            return text;
        }

        var whole = new StringBuilder(text.Length);
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] == Mark && index + 4 < text.Length && ushort.TryParse(text.AsSpan(index + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                whole.Append((char)code);
                index += 4;
            }
            else
            {
                whole.Append(text[index]);
            }
        }

        return whole.ToString();
    }
}
