using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CompareIntel.Core.Providers.OpenAICompatible;

/// <summary>
/// Reads JSON strings that hold no valid Unicode, which the framework's reader refuses. Servers produce them by cutting an answer into
/// deltas in the middle of a character.
/// </summary>
internal static class LenientJsonText
{
    /// <summary>The string under the reader, whatever is in it.</summary>
    public static string Read(ref Utf8JsonReader json)
    {
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Decode(json.ValueSpan);
        }
    }

    /// <summary>
    /// Decodes what stands between the quotes of a string that is well-formed JSON. Invalid bytes become U+FFFD; surrogates stay as they
    /// are, because their other half may come with the next delta (<see cref="SurrogateJoiner"/>).
    /// </summary>
    private static string Decode(ReadOnlySpan<byte> escaped)
    {
        var text = new StringBuilder(escaped.Length);
        while (true)
        {
            var escape = escaped.IndexOf((byte)'\\');
            text.Append(Encoding.UTF8.GetString(escape < 0 ? escaped : escaped[..escape]));
            if (escape < 0)
            {
                return text.ToString();
            }

            var kind = escaped[escape + 1];
            if (kind == (byte)'u')
            {
                text.Append((char)ushort.Parse(escaped.Slice(escape + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                escaped = escaped[(escape + 6)..];
                continue;
            }

            text.Append((char)kind switch
            {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'b' => '\b',
                'f' => '\f',
                var other => other,
            });
            escaped = escaped[(escape + 2)..];
        }
    }
}
