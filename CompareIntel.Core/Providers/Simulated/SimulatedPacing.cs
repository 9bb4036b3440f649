namespace CompareIntel.Core.Providers.Simulated;

/// <summary>Cuts an answer into deltas of one or two tokens, as a provider does, and says when each is due.</summary>
internal static class SimulatedPacing
{
    /// <summary>Characters that count as one token, in usage and in rates.</summary>
    public const int CharactersPerToken = 4;

    // Scripts from here on write a word in one or two characters.
    private const char FirstIdeographic = '\u2E80';

    /// <summary>The deltas of an answer in order, on one absolute time line: being late with one does not make the next later.</summary>
    public static List<SimulatedDelta> Schedule(SimulatedModel model, string reasoning, string text, Random random)
    {
        var deltas = new List<SimulatedDelta>((reasoning.Length + text.Length) / CharactersPerToken);
        var due = model.FirstTokenFrom + ((model.FirstTokenTo - model.FirstTokenFrom) * random.NextDouble());
        due = Schedule(model, reasoning, isReasoning: true, due, random, deltas);
        Schedule(model, text, isReasoning: false, due, random, deltas);
        return deltas;
    }

    private static TimeSpan Schedule(
        SimulatedModel model, string text, bool isReasoning, TimeSpan due, Random random, List<SimulatedDelta> deltas)
    {
        var heldBack = 0.0;
        var sent = due;
        for (var position = 0; position < text.Length;)
        {
            var end = TokenEnd(text, position, random);
            if (end < text.Length && random.Next(2) == 0)
            {
                end = TokenEnd(text, end, random);
            }

            deltas.Add(new(sent, isReasoning, text[position..end]));

            var tokens = (double)(end - position) / CharactersPerToken;
            var factor = 1 + (model.Jitter * ((2 * random.NextDouble()) - 1));
            due += TimeSpan.FromSeconds(tokens / model.TokensPerSecond * factor);
            heldBack -= tokens;
            if (heldBack <= 0)
            {
                heldBack = model.BurstTokens * (0.5 + random.NextDouble());
                sent = due;
            }

            position = end;
        }

        return due;
    }

    private static int TokenEnd(string text, int start, Random random)
    {
        var end = start;
        while (end < text.Length && char.IsWhiteSpace(text[end]))
        {
            end++;
        }

        if (end == text.Length || (end > start && text[end - 1] == '\n'))
        {
            return end;
        }

        var first = text[end];
        if (first >= FirstIdeographic || !char.IsLetterOrDigit(first))
        {
            end += char.IsSurrogatePair(text, end) ? 2 : 1;
            return end;
        }

        var longest = end + random.Next(4, 8);
        while (end < text.Length && end < longest && char.IsLetterOrDigit(text[end]) && text[end] < FirstIdeographic)
        {
            end++;
        }

        return end;
    }
}
