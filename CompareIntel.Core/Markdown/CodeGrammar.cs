using TextMateSharp.Grammars;
using TextMateSharp.Internal.Grammars;
using TextMateSharp.Internal.Types;
using TextMateSharp.Registry;
using TextMateSharp.Themes;

namespace CompareIntel.Core.Markdown;

/// <summary>
/// One language's grammar, loaded. It has a registry of its own: what grammars share in one is changed while lines are read, under no common lock.
/// </summary>
internal sealed class CodeGrammar
{
    private readonly IGrammar _grammar;
    private readonly CodeTokenKind[] _kinds;

    private CodeGrammar(IGrammar grammar, CodeTokenKind[] kinds)
    {
        _grammar = grammar;
        _kinds = kinds;
    }

    /// <summary>Held by who reads lines with this grammar.</summary>
    public Lock Gate { get; } = new();

    public static CodeGrammar? Load(string scope)
    {
        var registry = new Registry(new Options(scope));
        return registry.LoadGrammar(scope) is { } grammar ? new CodeGrammar(grammar, [.. registry.GetColorMap().Select(CodeTheme.KindOf)]) : null;
    }

    /// <summary>Adds one line's words and returns what the next line has to begin with.</summary>
    public IStateStack AddLine(string code, Range line, IStateStack? state, TimeSpan limit, CodeTokenWriter words)
    {
        var (start, length) = line.GetOffsetAndLength(code.Length);
        var result = _grammar.TokenizeLine2(new LineText(code.AsMemory(start, length)), state, limit);
        // Pairs: where a word begins, and what it is.
        var tokens = result.Tokens;
        for (var index = 0; index < tokens.Length; index += 2)
        {
            var from = start + Math.Min(tokens[index], length);
            var to = start + (index + 2 < tokens.Length ? Math.Min(tokens[index + 2], length) : length);
            words.Add(KindOf(tokens[index + 1], code.AsSpan(from, to - from)), from, to);
        }

        return result.RuleStack;
    }

    private CodeTokenKind KindOf(int attributes, ReadOnlySpan<char> word)
    {
        // The ids begin at 1.
        var colour = EncodedTokenAttributes.GetForeground(attributes) - 1;
        var kind = (uint)colour < (uint)_kinds.Length ? _kinds[colour] : CodeTokenKind.None;
        return kind == CodeTokenKind.Keyword && !HasLetter(word) ? CodeTokenKind.None : kind;
    }

    /// <summary>Grammars call operators keywords as well.</summary>
    private static bool HasLetter(ReadOnlySpan<char> word)
    {
        foreach (var letter in word)
        {
            if (char.IsLetter(letter))
            {
                return true;
            }
        }

        return false;
    }

    private sealed class Options(string language) : IRegistryOptions
    {
        // Reads the list of grammars, not the grammars.
        private static readonly Lazy<RegistryOptions> s_files = new(static () => new RegistryOptions(ThemeName.LightPlus));

        public IRawTheme GetDefaultTheme() => CodeTheme.Instance;

        public IRawTheme GetTheme(string scopeName) => CodeTheme.Instance;

        public IRawGrammar? GetGrammar(string scopeName) =>
            scopeName == language || CodeLanguages.CanHold(language, scopeName) ? s_files.Value.GetGrammar(scopeName) : null;

        public ICollection<string>? GetInjections(string scopeName) => s_files.Value.GetInjections(scopeName);
    }
}
