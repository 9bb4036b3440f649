namespace CompareIntel.Benchmarks.Upstream;

/// <summary>
/// A word within an answer that says which lane it belongs to, which stamp of it this is, and when upstream sent it. Letters and digits only, so
/// that no formatting takes it apart, and short enough to be one delta.
/// </summary>
/// <param name="Lane">Below <see cref="Lanes"/>.</param>
/// <param name="Sequence">Number of the stamp within the answer.</param>
/// <param name="SentAt">In ticks of the monotonic clock that all processes of the machine share, in steps of 0.1 ms.</param>
internal readonly record struct WordStamp(int Lane, int Sequence, long SentAt)
{
    /// <summary>Characters of a stamp: a letter, the lane, three of the number, six of the time, one to check.</summary>
    public const int Length = 12;

    /// <summary>Lanes that can be told apart.</summary>
    public const int Lanes = Base;

    private const int Base = 36;
    private const int SequenceWidth = 3;
    private const int TimeWidth = 6;
    private const long TimeRange = 36L * 36 * 36 * 36 * 36 * 36;
    private const long TicksPerStep = 100_000;
    private const byte Mark = (byte)'t';

    public void Write(Span<byte> target)
    {
        target[0] = Mark;
        WriteNumber(target.Slice(1, 1), Lane);
        WriteNumber(target.Slice(2, SequenceWidth), Sequence);
        WriteNumber(target.Slice(2 + SequenceWidth, TimeWidth), SentAt / TicksPerStep % TimeRange);
        WriteNumber(target.Slice(Length - 1, 1), CheckOf(target[..(Length - 1)]));
    }

    /// <summary>Finds the next stamp; <paramref name="text"/> is then what follows it.</summary>
    public static bool TryFind(ref ReadOnlySpan<byte> text, long now, out WordStamp stamp)
    {
        while (text.IndexOf(Mark) is >= 0 and var start && text.Length - start >= Length)
        {
            if (TryRead(text.Slice(start, Length), now, out stamp))
            {
                text = text[(start + Length)..];
                return true;
            }

            text = text[(start + 1)..];
        }

        stamp = default;
        return false;
    }

    private static bool TryRead(ReadOnlySpan<byte> word, long now, out WordStamp stamp)
    {
        stamp = default;
        if (!TryReadNumber(word.Slice(1, 1), out var lane)
            || !TryReadNumber(word.Slice(2, SequenceWidth), out var sequence)
            || !TryReadNumber(word.Slice(2 + SequenceWidth, TimeWidth), out var time)
            || !TryReadNumber(word.Slice(Length - 1, 1), out var check)
            || check != CheckOf(word[..(Length - 1)]))
        {
            return false;
        }

        // The time is cut to its lowest digits; the rest is that of now.
        var step = now / TicksPerStep;
        var sentAt = step - ((step - time) % TimeRange + TimeRange) % TimeRange;
        stamp = new WordStamp((int)lane, (int)sequence, sentAt * TicksPerStep);
        return true;
    }

    private static int CheckOf(ReadOnlySpan<byte> word)
    {
        var sum = 0;
        foreach (var letter in word)
        {
            sum = ((sum * 31) + letter) % 1_000_003;
        }

        return sum % Base;
    }

    private static void WriteNumber(Span<byte> target, long value)
    {
        for (var i = target.Length - 1; i >= 0; i--)
        {
            target[i] = "0123456789abcdefghijklmnopqrstuvwxyz"u8[(int)(value % Base)];
            value /= Base;
        }
    }

    private static bool TryReadNumber(ReadOnlySpan<byte> digits, out long value)
    {
        value = 0;
        foreach (var digit in digits)
        {
            var index = digit is >= (byte)'0' and <= (byte)'9' ? digit - '0' : digit is >= (byte)'a' and <= (byte)'z' ? digit - 'a' + 10 : -1;
            if (index < 0)
            {
                return false;
            }

            value = (value * Base) + index;
        }

        return true;
    }
}
