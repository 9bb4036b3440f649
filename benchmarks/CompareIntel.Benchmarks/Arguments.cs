using System.Globalization;

namespace CompareIntel.Benchmarks;

/// <summary>Options of the form <c>--name value</c> and <c>--flag</c>. Everything given must be asked for, see <see cref="RequireAllUsed"/>.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string?> _options = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    public Arguments(IReadOnlyList<string> args)
    {
        for (var i = 0; i < args.Count; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
            {
                throw new BenchmarkException($"'{args[i]}' is not an option; options start with --.");
            }

            var hasValue = i + 1 < args.Count && !args[i + 1].StartsWith("--", StringComparison.Ordinal);
            _options[args[i]] = hasValue ? args[++i] : null;
        }
    }

    public bool Flag(string name)
    {
        _used.Add(name);
        return _options.ContainsKey(name);
    }

    public string? Text(string name)
    {
        _used.Add(name);
        return !_options.TryGetValue(name, out var value)
            ? null
            : value ?? throw new BenchmarkException($"{name} needs a value.");
    }

    public int Number(string name, int fallback, int min, int max) =>
        Text(name) is { } text ? Parse(name, text, min, max) : fallback;

    public int[] Numbers(string name, int[] fallback, int min, int max) =>
        Text(name) is { } text ? [.. text.Split(',').Select(part => Parse(name, part, min, max))] : fallback;

    /// <summary>Refuses misspelt options instead of measuring something else than was asked for.</summary>
    public void RequireAllUsed()
    {
        if (_options.Keys.FirstOrDefault(name => !_used.Contains(name)) is { } unknown)
        {
            throw new BenchmarkException($"Unknown option {unknown}; there are {string.Join(", ", _used.Order())}.");
        }
    }

    private static int Parse(string name, string text, int min, int max) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw new BenchmarkException($"{name} takes whole numbers from {min} to {max}, not '{text}'.");
}
