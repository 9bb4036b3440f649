using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace CompareIntel.Core.Markdown;

/// <summary>
/// Works out which words of a code block are keywords, texts and so on. Thread-safe; blocks of one language are worked on one after another. A
/// language's grammar is loaded by the first block that needs it, which takes longer, and is kept.
/// </summary>
public sealed partial class CodeHighlighter(TimeProvider clock, ILogger<CodeHighlighter> logger)
{
    /// <summary>Longer code stays without colours.</summary>
    public const int LongestCode = 100_000;

    /// <summary>Code with a longer line stays without colours: it is data or minified, and grammars take the longest for it.</summary>
    public const int LongestLine = 2_000;

    // For the process: they only depend on the package, and there are as many as languages.
    private static readonly ConcurrentDictionary<string, Lazy<CodeGrammar?>> s_grammars = new(StringComparer.Ordinal);

    // A grammar that could not be loaded is not loaded again; every block would say so.
    private readonly ConcurrentDictionary<string, bool> _failed = new(StringComparer.Ordinal);

    /// <summary>How long one line may take. Far more than any that was written to be read, also on a machine that is busy with other things.</summary>
    public TimeSpan LineLimit { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a block may take.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The tokens as <see cref="CodeTokenWriter"/> writes them, empty when nothing has a colour; null when the language is not known or the code is too
    /// long or too slow to read.
    /// </summary>
    public string? Highlight(string language, string code, CancellationToken cancellationToken)
    {
        if (CodeLanguages.ScopeOf(language) is not { } scope || code.Length > LongestCode || HasLongLine(code))
        {
            return null;
        }

        try
        {
            var grammar = s_grammars.GetOrAdd(scope, static name => new Lazy<CodeGrammar?>(() => CodeGrammar.Load(name))).Value;
            return grammar is null ? null : Read(grammar, code, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Colours are worth nothing to an answer that they end: a grammar that fails, or a platform without the native library, shows plain code.
            if (_failed.TryAdd(scope, true))
            {
                LogFailed(exception, scope);
            }

            return null;
        }
    }

    private static bool HasLongLine(string code)
    {
        foreach (var line in code.AsSpan().Split('\n'))
        {
            var (_, length) = line.GetOffsetAndLength(code.Length);
            if (length > LongestLine)
            {
                return true;
            }
        }

        return false;
    }

    private string? Read(CodeGrammar grammar, string code, CancellationToken cancellationToken)
    {
        lock (grammar.Gate)
        {
            var start = clock.GetTimestamp();
            var words = new CodeTokenWriter(code);
            TextMateSharp.Grammars.IStateStack? state = null;
            foreach (var line in code.AsSpan().Split('\n'))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var lineStart = clock.GetTimestamp();
                state = grammar.AddLine(code, line, state, LineLimit, words);
                // A line that was broken off would have the colours of everything after it wrong.
                if (clock.GetElapsedTime(lineStart) >= LineLimit || clock.GetElapsedTime(start) >= Limit)
                {
                    return null;
                }
            }

            return words.Complete();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Code with the grammar {Scope} stays without colours; this is said once")]
    private partial void LogFailed(Exception exception, string scope);
}
