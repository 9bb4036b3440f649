namespace CompareIntel.Core.Export;

/// <summary>A file that is no export, or one that contradicts itself. The message says what is wrong and what to do, for whoever chose the file.</summary>
public sealed class ComparisonImportException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>A value of the file, short enough to be repeated in a message.</summary>
    internal static string Shorten(string value) => value.Length <= 40 ? value : $"{value[..40]}…";
}
