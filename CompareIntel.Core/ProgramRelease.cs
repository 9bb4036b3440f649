using System.Reflection;

namespace CompareIntel.Core;

/// <summary>Which release of the program this is.</summary>
public static class ProgramRelease
{
    /// <summary>The version without the commit, such as <c>1.4.0</c>.</summary>
    public static string Name { get; } =
        typeof(ProgramRelease).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
}
