using CompareIntel.Core.Catalog;
using CompareIntel.Core.Comparisons;

namespace CompareIntel.Web.Components.Compare;

/// <summary>How a lane is called and coloured, wherever it is shown.</summary>
/// <param name="Lane">Index of the lane, from 0; also its colour.</param>
/// <param name="Model">The id as it was asked for.</param>
/// <param name="Name">The model's name; numbered from the second lane of the same name on.</param>
/// <param name="Provider">The provider's name, or "simulated" where answers are made up.</param>
/// <param name="IsSimulated">Whether answers are made up, which every card says.</param>
public sealed record LaneLabel(int Lane, string Model, string Name, string Provider, bool IsSimulated)
{
    /// <summary>Key of the entry in the line-up; 0 for the lane of a comparison.</summary>
    public int Entry { get; init; }

    /// <summary>For an entry of the line-up the lane of the turn before whose history it gets; null for none.</summary>
    public int? Continues { get; init; }

    /// <summary>For an entry of the line-up its settings.</summary>
    public LaneSettings Settings { get; init; } = LaneSettings.Default;

    /// <summary>The class that sets the lane's colour.</summary>
    public string ColorClass => $"lane-{(Lane % 12) + 1}";

    /// <summary>Labels for the line-up as it is now, in order.</summary>
    /// <param name="lineUp">The line-up.</param>
    /// <param name="catalog">The models that are offered.</param>
    /// <param name="settingsOf">An entry's settings; null when its own are all there is to know.</param>
    public static IReadOnlyList<LaneLabel> For(LineUp lineUp, CatalogSnapshot catalog, Func<LineUpEntry, LaneSettings>? settingsOf = null) =>
    [
        .. For(lineUp.Models, catalog).Zip(lineUp.Entries, (label, entry) => label with
        {
            Entry = entry.Key,
            Continues = entry.Continues,
            Settings = settingsOf?.Invoke(entry) ?? entry.Settings ?? LaneSettings.Default,
        }),
    ];

    /// <summary>Labels for these models, in order. A model that the catalogue does not know is called by its id.</summary>
    public static IReadOnlyList<LaneLabel> For(IReadOnlyList<string> models, CatalogSnapshot catalog)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var labels = new LaneLabel[models.Count];
        for (var lane = 0; lane < models.Count; lane++)
        {
            var model = models[lane];
            var known = catalog.Find(model);
            var provider = catalog.ProviderOf(model);
            var isSimulated = known?.IsSimulated ?? provider?.IsSimulated ?? false;
            var name = known?.Name ?? (provider is null ? model : model[(provider.Name.Length + 1)..]);
            var count = seen[name] = seen.GetValueOrDefault(name) + 1;
            labels[lane] = new LaneLabel(
                lane,
                model,
                count == 1 ? name : $"{name} {count}",
                isSimulated ? "simulated" : known?.Provider ?? provider?.Name ?? "unknown provider",
                isSimulated);
        }

        return labels;
    }
}
