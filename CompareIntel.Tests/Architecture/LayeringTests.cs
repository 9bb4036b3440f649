using System.Reflection;
using System.Runtime.CompilerServices;
using CompareIntel.Core.Comparisons;
using Microsoft.Extensions.Logging;

namespace CompareIntel.Tests.Architecture;

public sealed class LayeringTests
{
    private static readonly Assembly s_core = typeof(ComparisonEngine).Assembly;

    private static readonly Assembly s_web = typeof(CompareIntel.Web.Program).Assembly;

    [Fact]
    public void Core_References_NoWebFrameworkAndNoSerilog()
    {
        string[] banned = ["Microsoft.AspNetCore", "MudBlazor", "Serilog"];
        // Tables for EF Core, in spite of its name: it needs nothing of the web framework.
        const string tables = "Microsoft.AspNetCore.Identity.EntityFrameworkCore";
        Assert.DoesNotContain(s_core.GetReferencedAssemblies(), name => name.Name != tables && banned.Any(prefix => name.Name!.StartsWith(prefix, StringComparison.Ordinal)));
    }

    [Fact]
    public void ConcreteClasses_OfBoth_AreSealed()
    {
        // Razor generates components, and a class for each _Imports file, that are open; nothing is ever derived from them.
        // Nor does anybody write migrations by hand.
        var open = s_core.GetTypes().Concat(s_web.GetTypes())
            .Where(static type => type is { IsClass: true, IsAbstract: false, IsSealed: false, Namespace: not null } && type.Namespace.StartsWith("CompareIntel", StringComparison.Ordinal) && !type.Namespace.Contains(".Migrations.", StringComparison.Ordinal))
            .Where(static type => !type.IsAssignableTo(typeof(Microsoft.AspNetCore.Components.IComponent)) && type.Name != "_Imports" && !type.Name.StartsWith('<') && type.DeclaringType is null);
        Assert.Empty(open);
    }

    [Fact]
    public void Sources_OfTheWeb_NeverWriteRawMarkup()
    {
        var sources = Directory.EnumerateFiles(FolderOf("CompareIntel.Web"), "*.*", SearchOption.AllDirectories)
            .Where(static path => path.EndsWith(".cs", StringComparison.Ordinal) || path.EndsWith(".razor", StringComparison.Ordinal))
            .Where(static path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .ToArray();
        Assert.NotEmpty(sources);
        Assert.DoesNotContain(sources, static path => File.ReadAllText(path) is var text &&
            (text.Contains("MarkupString", StringComparison.Ordinal) || text.Contains("AddMarkupContent", StringComparison.Ordinal)));
    }

    [Fact]
    public void NumbersOfLogEntries_AreEachUsedOnce()
    {
        var numbers = s_core.GetTypes().Concat(s_web.GetTypes())
            .SelectMany(static type => type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Select(static method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>()
            .Select(static entry => entry.EventId)
            // The compiler numbers those that say none.
            .Where(static number => number > 0)
            .ToArray();
        Assert.NotEmpty(numbers);
        Assert.Empty(numbers.GroupBy(static number => number).Where(static group => group.Count() > 1).Select(static group => group.Key));
    }

    [Fact]
    public void Stylesheets_CloseWhatTheyOpen()
    {
        // A block that is left open makes all that follows part of it, and no browser says so.
        var sheets = Directory.GetFiles(FolderOf("wwwroot-assets"), "*.css");
        Assert.NotEmpty(sheets);
        Assert.All(sheets, static path =>
        {
            var depth = 0;
            foreach (var character in File.ReadAllText(path))
            {
                depth += character switch { '{' => 1, '}' => -1, _ => 0 };
                Assert.InRange(depth, 0, 3);
            }

            Assert.Equal(0, depth);
        });
    }

    private static string FolderOf(string name) => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", name));

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
