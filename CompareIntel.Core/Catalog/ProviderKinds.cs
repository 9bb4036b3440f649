using CompareIntel.Core.Providers;

namespace CompareIntel.Core.Catalog;

/// <summary>The provider kinds in words for an operator.</summary>
internal static class ProviderKinds
{
    public static string Names { get; } = string.Join(", ", Enum.GetNames<ProviderKind>());
}
