using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Storage.Entities;

namespace CompareIntel.Core.Diagnostics.Samples;

/// <summary>Adds rows up to a <see cref="LaneReport"/>, one after another.</summary>
internal sealed class LaneReportBuilder(DateTimeOffset from, DateTimeOffset to, TimeSpan step, LaneFilter filter)
{
    private readonly LaneFigures _all = new();
    private readonly Dictionary<(string Provider, string Model), LaneFigures> _models = [];
    private readonly Dictionary<string, LaneFigures> _providers = new(StringComparer.Ordinal);
    private readonly HashSet<(string Provider, string Model)> _choices = [];
    private readonly LaneFigures[] _bins = step > TimeSpan.Zero ? [.. Enumerable.Range(0, (int)Math.Ceiling((to - from) / step)).Select(static _ => new LaneFigures())] : [];

    public void Add(StoredLaneHour hour)
    {
        foreach (var figures in TargetsOf(hour.Provider, hour.Model, hour.Release, hour.Hour))
        {
            figures.Add(hour);
        }
    }

    public void Add(StoredLaneSample sample)
    {
        foreach (var figures in TargetsOf(sample.Provider, sample.Failure == FailureKind.UnknownModel ? "" : sample.Model, sample.Release, sample.EndedAt))
        {
            figures.Add(sample);
        }
    }

    public LaneReport ToReport() => new()
    {
        From = from,
        To = to,
        Step = step,
        All = _all,
        Models = [.. _models.OrderBy(static pair => pair.Key.Model, StringComparer.Ordinal).ThenBy(static pair => pair.Key.Provider, StringComparer.Ordinal)
            .Select(static pair => new ModelFigures(pair.Key.Provider, pair.Key.Model, pair.Value))],
        Providers = [.. _providers.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => new ModelFigures(pair.Key, "", pair.Value))],
        Bins = _bins,
        Choices = [.. _choices.OrderBy(static choice => choice.Model, StringComparer.Ordinal).ThenBy(static choice => choice.Provider, StringComparer.Ordinal)],
    };

    private IEnumerable<LaneFigures> TargetsOf(string provider, string model, string release, DateTimeOffset at)
    {
        _choices.Add((provider, model));
        if (!filter.Takes(provider, model, release))
        {
            yield break;
        }

        yield return _all;
        yield return Of(_models, (provider, model));
        yield return Of(_providers, provider);
        if (_bins.Length > 0)
        {
            yield return _bins[Math.Clamp((int)((at - from) / step), 0, _bins.Length - 1)];
        }
    }

    private static LaneFigures Of<TKey>(Dictionary<TKey, LaneFigures> figures, TKey key)
        where TKey : notnull
    {
        if (!figures.TryGetValue(key, out var found))
        {
            figures[key] = found = new LaneFigures();
        }

        return found;
    }
}
