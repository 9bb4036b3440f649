using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace CompareIntel.Core.Export.Html;

/// <summary>Writes HTML in which text can only be text: tags and attribute names come from the code, everything else is encoded.</summary>
internal sealed class HtmlBuilder
{
    private static readonly HtmlEncoder s_encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _html = new();

    /// <summary>Markup that the code holds as a constant, or that was built from numbers.</summary>
    public HtmlBuilder Markup(string constant)
    {
        _html.Append(constant);
        return this;
    }

    public HtmlBuilder Text(string text)
    {
        _html.Append(s_encoder.Encode(text));
        return this;
    }

    /// <summary>An attribute of the tag that is being written.</summary>
    public HtmlBuilder Attribute(string name, string value)
    {
        _html.Append(' ').Append(name).Append("=\"").Append(s_encoder.Encode(value)).Append('"');
        return this;
    }

    public override string ToString() => _html.ToString();
}
