using System.Globalization;
using TextMateSharp.Themes;

namespace CompareIntel.Core.Markdown;

/// <summary>
/// Says which <see cref="CodeTokenKind"/> a TextMate scope is. It is a TextMate theme whose colours are the numbers of the kinds, so that the library's
/// own rules decide between scopes: the innermost that has a rule wins, and of its rules the most specific. Rules name no outer scope, because the library
/// puts those behind the rules that name none.
/// </summary>
internal sealed class CodeTheme : IRawTheme
{
    private static readonly IRawThemeSetting[] s_settings =
    [
        new Rule(null, CodeTokenKind.None),
        .. Rules(CodeTokenKind.Comment, "comment", "meta.diff.header", "meta.diff.index", "entity.name.tag.localname.cs", "storage.type.class.jsdoc", "variable.other.jsdoc", "entity.name.type.instance.jsdoc"),
        .. Rules(CodeTokenKind.Quoted, "string", "markup.inline.raw", "markup.underline.link", "constant.character"),
        .. Rules(CodeTokenKind.Number, "constant.numeric", "constant.other.color", "keyword.other.unit"),
        .. Rules(
            CodeTokenKind.Constant,
            "constant.language",
            "constant.other.symbol",
            "constant.other.option",
            "constant.character.entity",
            "support.constant",
            "variable.other.enummember"),
        .. Rules(
            CodeTokenKind.Keyword,
            "keyword",
            "storage",
            "variable.language",
            "markup.heading",
            "constant.language.import-export-all",
            "entity.name.function.preprocessor",
            "support.type.primitive",
            "support.type.builtin"),
        .. Rules(
            CodeTokenKind.Type,
            "entity.name.type",
            "entity.name.class",
            "entity.name.namespace",
            "entity.name.scope-resolution",
            "entity.other.inherited-class",
            "support.type",
            "support.class",
            "storage.type.java",
            "storage.type.generic.java",
            "storage.type.object.array.java",
            "storage.type.groovy",
            "meta.diff.range"),
        .. Rules(
            CodeTokenKind.Function,
            "entity.name.function",
            "entity.name.command",
            "support.function",
            "meta.function-call.generic.python",
            "entity.name.selector"),
        .. Rules(
            CodeTokenKind.Variable,
            "variable.other.normal.shell",
            "variable.other.bracket.shell",
            "variable.other.special.shell",
            "variable.other.positional.shell",
            "variable.other.php",
            "variable.other.readwrite.powershell",
            "variable.other.readwrite.global.perl",
            "variable.other.makefile",
            "variable.other.readwrite.instance.ruby",
            "variable.other.readwrite.global.ruby",
            "variable.scss",
            "variable.css",
            "variable.other.less"),
        .. Rules(CodeTokenKind.Tag, "entity.name.tag", "entity.name.section", "punctuation.definition.list.begin.markdown"),
        .. Rules(
            CodeTokenKind.Attribute,
            "entity.other.attribute-name",
            "support.type.property-name",
            "support.type.vendored.property-name",
            "entity.name.tag.yaml",
            "keyword.other.definition.ini",
            "storage.type.annotation",
            "punctuation.definition.annotation",
            "meta.attribute.rust",
            "entity.name.function.decorator"),
        .. Rules(CodeTokenKind.Inserted, "markup.inserted"),
        .. Rules(CodeTokenKind.Deleted, "markup.deleted"),
        // What stands in the middle of a text but is code again.
        .. Rules(CodeTokenKind.None, "meta.interpolation", "meta.template.expression", "meta.embedded", "support.class.math"),
    ];

    public static CodeTheme Instance { get; } = new();

    /// <summary>The kind that a colour of this theme stands for.</summary>
    public static CodeTokenKind KindOf(string colour) => (CodeTokenKind)int.Parse(colour.AsSpan(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    public string GetName() => "kinds";

    public string? GetInclude() => null;

    public ICollection<IRawThemeSetting> GetSettings() => s_settings;

    public ICollection<IRawThemeSetting> GetTokenColors() => s_settings;

    public ICollection<KeyValuePair<string, object>> GetGuiColors() => [];

    private static IEnumerable<IRawThemeSetting> Rules(CodeTokenKind kind, params string[] scopes) => scopes.Select(scope => new Rule(scope, kind));

    private sealed class Rule(string? scope, CodeTokenKind kind) : IRawThemeSetting, IThemeSetting
    {
        private readonly string _colour = $"#{(int)kind:X6}";

        public string? GetName() => null;

        public object? GetScope() => scope;

        public IThemeSetting GetSetting() => this;

        public object? GetFontStyle() => null;

        public string GetBackground() => "#000000";

        public string GetForeground() => _colour;
    }
}
