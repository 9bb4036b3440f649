using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.AI;

namespace CompareIntel.Core.Providers.Simulated;

/// <summary>One composed answer. The same seed, model, instructions and messages always give the same one.</summary>
internal sealed class SimulatedAnswer
{
    private const string Note = "*This is a simulated answer: no model was asked.*";

    private SimulatedAnswer(string fingerprint, long inputTokens, string reasoning, string text, bool isCutOff, Random random)
    {
        Fingerprint = fingerprint;
        InputTokens = inputTokens;
        Reasoning = reasoning;
        Text = text;
        IsCutOff = isCutOff;
        Random = random;
    }

    /// <summary>Names everything the answer was made from.</summary>
    public string Fingerprint { get; }

    /// <summary>Tokens of everything that was sent.</summary>
    public long InputTokens { get; }

    /// <summary>What stands before the answer; empty for a model that does not reason.</summary>
    public string Reasoning { get; }

    /// <summary>The answer.</summary>
    public string Text { get; }

    /// <summary>Whether the limit of output tokens ended it.</summary>
    public bool IsCutOff { get; }

    /// <summary>Chance that belongs to this answer: pace and faults are drawn from it.</summary>
    public Random Random { get; }

    /// <summary>Composes the answer of <paramref name="model"/>.</summary>
    public static SimulatedAnswer Compose(SimulatedModel model, int seed, IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        var (hash, inputCharacters) = Hash(model, seed, messages, options?.Instructions);
        var random = new Random(BitConverter.ToInt32(hash, 0));

        var prompts = messages.Where(static message => message.Role == ChatRole.User).Select(static message => message.Text).ToList();
        var subject = SimulatedSubject.Read(prompts.LastOrDefault(""), prompts.Count > 1 ? prompts[^2] : null);

        // A reasoning model must not spend the whole limit before it has said anything.
        var limit = (long)(options?.MaxOutputTokens ?? int.MaxValue) * SimulatedPacing.CharactersPerToken;
        var reasoning = Cut(model.Reason?.Invoke(subject, random) ?? "", limit / 2);
        var body = model.Write(subject, random);
        var whole = $"{body}\n\n{Note}";
        var left = limit - reasoning.Length;
        var text = whole.Length <= left ? whole : Cut($"{Note}\n\n{body}", left);

        return new(
            Convert.ToHexStringLower(hash.AsSpan(4, 8)), Tokens(inputCharacters), reasoning, text, whole.Length > left, random);
    }

    /// <summary>About how many tokens so many characters are.</summary>
    public static long Tokens(long characters) =>
        (characters + SimulatedPacing.CharactersPerToken - 1) / SimulatedPacing.CharactersPerToken;

    private static (byte[] Hash, long Characters) Hash(
        SimulatedModel model, int seed, IEnumerable<ChatMessage> messages, string? instructions)
    {
        // string.GetHashCode differs from one process to the next; this must not.
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var characters = 0L;
        Append($"{seed}\n{model.Id}");
        characters = 0;
        Append(instructions ?? "");
        foreach (var message in messages)
        {
            Append(message.Text);
            hash.AppendData(Encoding.UTF8.GetBytes(message.Role.Value));
        }

        return (hash.GetHashAndReset(), characters);

        void Append(string part)
        {
            characters += part.Length;
            hash.AppendData(Encoding.UTF8.GetBytes(part));
            hash.AppendData([0]);
        }
    }

    private static string Cut(string text, long length)
    {
        if (text.Length <= length)
        {
            return text;
        }

        var end = (int)length;
        return text[..(end > 0 && char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)];
    }
}
