using System.Globalization;
using System.Text.Json;

namespace CompareIntel.Benchmarks.Upstream;

/// <summary>Streams that are open now, and the most that were at once since the last reset.</summary>
internal sealed class StreamCounter
{
    private readonly Lock _lock = new();
    private int _open;
    private int _peak;
    private int _total;

    /// <summary>Counts a stream in and gives its number, from 0.</summary>
    public int Open()
    {
        lock (_lock)
        {
            _open++;
            _peak = Math.Max(_peak, _open);
            return _total++;
        }
    }

    public void Close()
    {
        lock (_lock)
        {
            _open--;
        }
    }

    public void Reset()
    {
        lock (_lock)
        {
            _peak = _open;
            _total = 0;
        }
    }

    public string ToJson()
    {
        lock (_lock)
        {
            return string.Create(CultureInfo.InvariantCulture, $$"""{"open":{{_open}},"peak":{{_peak}},"total":{{_total}}}""");
        }
    }

    /// <summary>The peak that <see cref="ToJson"/> reported.</summary>
    public static int ReadPeak(string json) => Read(json, "peak");

    /// <summary>The streams open then.</summary>
    public static int ReadOpen(string json) => Read(json, "open");

    private static int Read(string json, string name)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.GetProperty(name).GetInt32();
    }
}
