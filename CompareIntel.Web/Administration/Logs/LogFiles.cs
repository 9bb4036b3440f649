using System.Globalization;
using CompareIntel.Core;

namespace CompareIntel.Web.Administration.Logs;

/// <summary>The files that the program logs into: one a day, and further ones when a day's is full.</summary>
internal sealed class LogFiles(DataDirectory dataDirectory)
{
    private const string Prefix = "compareintel-";
    private const string Extension = ".jsonl";
    private const string DayFormat = "yyyyMMdd";

    /// <summary>The folder, and the name before a file's day and number are put into it.</summary>
    public string Pattern => Path.Combine(Folder, Prefix + Extension);

    private string Folder => dataDirectory.PathOf("logs");

    /// <summary>Names, oldest first. Those that are no log files of ours are left out.</summary>
    public IReadOnlyList<string> List() => Directory.Exists(Folder)
        ? [.. Directory.EnumerateFiles(Folder, $"{Prefix}*{Extension}").Select(static path => Path.GetFileName(path)).Where(static name => PlaceOf(name) is not null).OrderBy(static name => PlaceOf(name))]
        : [];

    /// <summary>The same, from this one on, whether or not it is there still.</summary>
    public IEnumerable<string> ListFrom(string name) => List().SkipWhile(other => Comparer<(DateOnly, int)?>.Default.Compare(PlaceOf(other), PlaceOf(name)) < 0);

    /// <summary>Opens one for reading while it is written; null when it has been removed.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    public FileStream? TryOpen(string name)
    {
        try
        {
            return new FileStream(Path.Combine(Folder, Path.GetFileName(name)), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Day and number: the second file of a day has the number 1 behind its day.</summary>
    private static (DateOnly Day, int Number)? PlaceOf(string name)
    {
        var parts = name[Prefix.Length..^Extension.Length].Split('_');
        var number = 0;
        return parts.Length <= 2 && DateOnly.TryParseExact(parts[0], DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && (parts.Length == 1 || int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out number))
            ? (day, number)
            : null;
    }
}
