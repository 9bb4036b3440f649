using System.Collections.Concurrent;

namespace CompareIntel.Core.Telemetry;

/// <summary>
/// Lets so many different names through and calls the rest <see cref="TelemetryTags.Other"/>: each name is a time series that is kept as long as the process
/// lives, and names come from requests and from providers. Thread-safe.
/// </summary>
internal sealed class BoundedNames(int limit)
{
    // A name is an id of a model; what is longer is something else.
    private const int LongestName = 200;

    private readonly ConcurrentDictionary<string, bool> _names = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>The name itself if it is known or there is room for it.</summary>
    public string Take(string name)
    {
        if (_names.ContainsKey(name))
        {
            return name;
        }

        if (name.Length > LongestName || Volatile.Read(ref _count) >= limit)
        {
            return TelemetryTags.Other;
        }

        if (_names.TryAdd(name, true))
        {
            Interlocked.Increment(ref _count);
        }

        return name;
    }
}
