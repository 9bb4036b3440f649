namespace CompareIntel.Tests.Core.Markdown;

/// <summary>The examples of the CommonMark specification, as its own package has them.</summary>
internal static class CommonMarkExamples
{
    private const string Fence = "````````````````````````````````";

    public static IReadOnlyList<string> All { get; } = Read(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "commonmark-spec.txt")));

    private static List<string> Read(string specification)
    {
        var examples = new List<string>();
        foreach (var part in specification.ReplaceLineEndings("\n").Split(Fence + " example\n").Skip(1))
        {
            var input = part.StartsWith(".\n", StringComparison.Ordinal) ? "" : part[..(part.IndexOf("\n.\n", StringComparison.Ordinal) + 1)];
            examples.Add(input.Replace('→', '\t'));
        }

        return examples;
    }
}
