namespace CompareIntel.Benchmarks.Processes;

/// <summary>Where the product's program is.</summary>
internal static class ProductFile
{
    /// <summary>The given path, or else the Release build in the repository that this program was built in.</summary>
    public static string Find(string? given)
    {
        var path = given ?? Path.Combine(RepositoryRoot(), "CompareIntel.Web", "bin", "Release", "net10.0", "CompareIntel.Web.dll");
        return File.Exists(path)
            ? Path.GetFullPath(path)
            : throw new BenchmarkException($"There is no {path}. Build it with: dotnet build -c Release");
    }

    private static string RepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CompareIntel.sln")))
            {
                return folder.FullName;
            }
        }

        throw new BenchmarkException("This program does not run from within the repository; say where CompareIntel.Web.dll is with --web.");
    }
}
