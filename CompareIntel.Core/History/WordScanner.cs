using System.Globalization;
using System.Text;

namespace CompareIntel.Core.History;

/// <summary>
/// Cuts text into words, the same way for what is stored, for what is looked for and for what is marked, whatever the database. A word is a run of letters,
/// digits and marks; scripts that put no space between words have a word for every character.
/// </summary>
internal static class WordScanner
{
    /// <summary>Longer words are known by their beginning.</summary>
    public const int LongestWord = 64;

    /// <summary>The words of <paramref name="text"/> from left to right. Any text will do, also one with lone surrogates.</summary>
    public static IEnumerable<SearchWord> Scan(string text)
    {
        var index = 0;
        while (TryFind(text, ref index, out var start))
        {
            if (Fold(text.AsSpan(start, index - start)) is { Length: > 0 } folded)
            {
                yield return new SearchWord(start, index - start, folded);
            }
        }
    }

    /// <summary>Appends what <see cref="Scan"/> calls <see cref="SearchWord.Text"/>, with spaces between, and makes no string for each.</summary>
    public static void AppendWords(StringBuilder words, string text)
    {
        Span<char> folded = stackalloc char[LongestWord];
        var separator = "";
        var index = 0;
        while (TryFind(text, ref index, out var start))
        {
            if (Fold(text.AsSpan(start, index - start), folded) is > 0 and var length)
            {
                words.Append(separator).Append(folded[..length]);
                separator = " ";
            }
        }
    }

    /// <summary>Finds the next word from <paramref name="index"/> on, which stands behind it then.</summary>
    private static bool TryFind(string text, ref int index, out int start)
    {
        while (index < text.Length)
        {
            var (kind, length) = KindAt(text, index);
            start = index;
            index += length;
            if (kind is RuneKind.Other or RuneKind.Mark)
            {
                continue;
            }

            while (index < text.Length)
            {
                var (next, nextLength) = KindAt(text, index);
                if (next != RuneKind.Mark && (next != RuneKind.Word || kind == RuneKind.WholeWord))
                {
                    break;
                }

                index += nextLength;
            }

            return true;
        }

        start = index;
        return false;
    }

    private static (RuneKind Kind, int Length) KindAt(string text, int index)
    {
        var first = text[index];
        if (char.IsAscii(first))
        {
            return (char.IsAsciiLetterOrDigit(first) ? RuneKind.Word : RuneKind.Other, 1);
        }

        if (!Rune.TryGetRuneAt(text, index, out var rune))
        {
            return (RuneKind.Other, 1);
        }

        var kind = Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => RuneKind.Mark,
            _ when !Rune.IsLetterOrDigit(rune) && !Rune.IsNumber(rune) => RuneKind.Other,
            _ => IsWithoutSpaces(rune.Value) ? RuneKind.WholeWord : RuneKind.Word,
        };
        return (kind, rune.Utf16SequenceLength);
    }

    /// <summary>Thai, Lao, Burmese, Khmer, kana and Han.</summary>
    private static bool IsWithoutSpaces(int rune) => rune is
        (>= 0x0E00 and <= 0x0EFF) or (>= 0x1000 and <= 0x109F) or (>= 0x1780 and <= 0x17FF) or (>= 0x3040 and <= 0x30FF) or (>= 0x31F0 and <= 0x31FF)
        or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);

    private static string Fold(ReadOnlySpan<char> word)
    {
        Span<char> folded = stackalloc char[LongestWord];
        return folded[..Fold(word, folded)].ToString();
    }

    private static int Fold(ReadOnlySpan<char> word, Span<char> folded)
    {
        if (Ascii.IsValid(word))
        {
            Ascii.ToLower(word[..Math.Min(word.Length, folded.Length)], folded, out var length);
            return length;
        }

        // Marks go, as those that are part of a letter do.
        var end = 0;
        foreach (var rune in word.EnumerateRunes())
        {
            if (end + rune.Utf16SequenceLength > folded.Length)
            {
                break;
            }

            var lower = Rune.ToLowerInvariant(rune);
            var letter = lower.IsBmp ? new Rune(AccentFolding.BaseOf((char)lower.Value)) : lower;
            if (Rune.IsLetterOrDigit(letter) || Rune.IsNumber(letter))
            {
                end += letter.EncodeToUtf16(folded[end..]);
            }
        }

        return end;
    }

    private enum RuneKind
    {
        Other,
        Word,
        WholeWord,
        Mark,
    }
}
