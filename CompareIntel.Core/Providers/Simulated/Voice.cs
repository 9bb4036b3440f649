namespace CompareIntel.Core.Providers.Simulated;

/// <summary>What all voices share.</summary>
internal static class Voice
{
    /// <summary>One of several ways to say it.</summary>
    public static string Pick(Random random, params ReadOnlySpan<string> ways) => ways[random.Next(ways.Length)];

    /// <summary>A first sentence, which in a follow-up says what it follows.</summary>
    public static string Open(SimulatedSubject subject, string opening) => subject.EarlierTopic is null
        ? char.ToUpperInvariant(opening[0]) + opening[1..]
        : $"Following up on “{subject.EarlierTopic}”: {opening}";
}
