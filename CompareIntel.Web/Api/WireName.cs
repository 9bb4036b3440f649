using System.Text.Json;

namespace CompareIntel.Web.Api;

/// <summary>How the API spells states, kinds and tiers: the name in snake_case.</summary>
internal static class WireName
{
    public static string Of<TEnum>(TEnum value)
        where TEnum : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
