using System.Text.Json;

namespace CompareIntel.Core.Export;

/// <summary>How an export spells states and kinds: the name in snake_case.</summary>
internal static class ExportNames
{
    public static string Of<TEnum>(TEnum value)
        where TEnum : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <exception cref="ComparisonImportException">There is no such name.</exception>
    public static TEnum Parse<TEnum>(string name, string field)
        where TEnum : struct, Enum
    {
        foreach (var value in Enum.GetValues<TEnum>())
        {
            if (Of(value) == name)
            {
                return value;
            }
        }

        throw new ComparisonImportException($"{field} is one of {string.Join(", ", Enum.GetValues<TEnum>().Select(Of))}, not \"{ComparisonImportException.Shorten(name)}\".");
    }
}
