using Markdig.Syntax.Inlines;

namespace CompareIntel.Core.Markdown;

/// <summary>TeX within a paragraph.</summary>
internal sealed class MathInline(string tex, bool display) : LeafInline
{
    public string Tex { get; } = tex;

    public bool Display { get; } = display;
}
