using CompareIntel.Core.Markdown;

namespace CompareIntel.Tests.Core.Markdown;

/// <summary>Feeds texts to a builder in pieces.</summary>
internal static class MarkdownStream
{
    public static MarkdownBuilder Whole(string text)
    {
        var builder = new MarkdownBuilder();
        builder.Append(text);
        builder.Complete();
        return builder;
    }

    /// <summary>Pieces of random length; now and then a document is taken, and handed to <paramref name="frame"/>.</summary>
    public static MarkdownBuilder Split(string text, Random random, int longest, Action<MarkdownBuilder, MarkdownDocument>? frame = null, int everyFrame = 3)
    {
        var builder = Feed(text, random, longest, frame, everyFrame);
        builder.Complete();
        return builder;
    }

    /// <summary>Leaves the last pass to be run.</summary>
    public static MarkdownBuilder SplitAndEnd(string text, Random random, int longest, out LastPass? pass)
    {
        var builder = Feed(text, random, longest, frame: null, everyFrame: 3);
        pass = builder.End();
        return builder;
    }

    private static MarkdownBuilder Feed(string text, Random random, int longest, Action<MarkdownBuilder, MarkdownDocument>? frame, int everyFrame)
    {
        var builder = new MarkdownBuilder();
        for (var start = 0; start < text.Length;)
        {
            var length = Math.Min(text.Length - start, random.Next(1, longest + 1));
            builder.Append(text.AsSpan(start, length));
            start += length;
            if (random.Next(everyFrame) == 0)
            {
                var document = builder.ToDocument();
                frame?.Invoke(builder, document);
            }
        }

        return builder;
    }
}
