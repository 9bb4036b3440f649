namespace CompareIntel.Core.History;

/// <summary>Words that must follow one another.</summary>
/// <param name="Words">At least one, folded.</param>
/// <param name="IsPrefix">The last one may go on: it is still being typed.</param>
internal sealed record SearchPhrase(IReadOnlyList<string> Words, bool IsPrefix)
{
    /// <summary>Whether the phrase ends with the last of <paramref name="words"/>.</summary>
    public bool EndsWith(IReadOnlyList<SearchWord> words)
    {
        var offset = words.Count - Words.Count;
        if (offset < 0)
        {
            return false;
        }

        for (var index = 0; index < Words.Count; index++)
        {
            var word = words[offset + index].Text;
            if (IsPrefix && index == Words.Count - 1 ? !word.StartsWith(Words[index], StringComparison.Ordinal) : word != Words[index])
            {
                return false;
            }
        }

        return true;
    }
}
