using CompareIntel.Core.Comparisons;

namespace CompareIntel.Core.Administration;

/// <summary>What an administrator switches while the program runs.</summary>
public sealed record SwitchSettings
{
    /// <summary>Characters of a <see cref="Banner"/> at most.</summary>
    public const int MostBannerCharacters = 500;

    public static readonly SwitchSettings None = new();

    /// <summary>New comparisons ask their models one after another, whatever the settings say.</summary>
    public bool IsSequential { get; init; }

    /// <summary>No new comparisons; those that run go on.</summary>
    public bool IsDraining { get; init; }

    /// <summary>
    /// Names of the providers that no lane is sent to, in order and with commas between them, so that equal switches are equal values; empty for none. Names
    /// of providers have no commas. See <see cref="IsOff"/> and <see cref="WithProvider"/>.
    /// </summary>
    public string OffProviders { get; init; } = "";

    /// <summary>Stands above every page; empty for none.</summary>
    public string Banner { get; init; } = "";

    /// <summary>The least level that is logged, such as <c>Debug</c>; null for what the settings say.</summary>
    public string? LogLevel { get; init; }

    /// <summary>Whether this provider is switched off.</summary>
    public bool IsOff(string provider) => OffProviders.Length > 0 && OffProviders.Split(',').Contains(provider, StringComparer.OrdinalIgnoreCase);

    /// <summary>What changes when these are replaced, in words; empty for nothing.</summary>
    public string DescribeChange(SwitchSettings next)
    {
        ArgumentNullException.ThrowIfNull(next);
        var changes = new List<string>();
        Add(next.IsSequential != IsSequential, next.IsSequential ? "models one after another" : "models as the settings say");
        Add(next.IsDraining != IsDraining, next.IsDraining ? "new comparisons off" : "new comparisons on");
        Add(next.OffProviders != OffProviders, $"providers off: {(next.OffProviders.Length > 0 ? next.OffProviders : "none")}");
        Add(next.LogLevel != LogLevel, $"log level {next.LogLevel ?? "as the settings say"}");
        Add(next.Banner != Banner, next.Banner.Length > 0 ? $"banner \"{next.Banner}\"" : "banner off");
        return string.Join(", ", changes);

        void Add(bool isChanged, string words)
        {
            if (isChanged)
            {
                changes.Add(words);
            }
        }
    }

    /// <summary>The same with this provider switched on or off.</summary>
    public SwitchSettings WithProvider(string provider, bool isOff)
    {
        var others = OffProviders.Split(',', StringSplitOptions.RemoveEmptyEntries).Where(name => !name.Equals(provider, StringComparison.OrdinalIgnoreCase));
        return this with { OffProviders = string.Join(',', (isOff ? others.Append(provider) : others).Order(StringComparer.Ordinal)) };
    }
}

/// <summary>The switches as they stand. They are kept, and stand the same after a restart. Thread-safe.</summary>
public sealed class RuntimeSwitches(StoredSettings settings)
{
    private const string SettingName = "switches";

    private SwitchSettings _current = SwitchSettings.None;

    /// <summary>Called, on any thread, when <see cref="Current"/> has changed. Handlers must not throw.</summary>
    public event Action? Changed;

    public SwitchSettings Current => Volatile.Read(ref _current);

    /// <summary>Keeps them, and then they hold.</summary>
    /// <exception cref="StorageUnavailableException">They can't be kept; nothing has changed.</exception>
    public async Task SetAsync(SwitchSettings switches, CancellationToken cancellationToken = default)
    {
        await settings.SetAsync(SettingName, switches, AdministrationJsonContext.Default.SwitchSettings, cancellationToken).ConfigureAwait(false);
        Show(switches);
    }

    /// <summary>Takes up what was kept.</summary>
    /// <exception cref="StorageUnavailableException">The storage can't be reached.</exception>
    public async Task LoadAsync(CancellationToken cancellationToken = default) =>
        Show(await settings.FindAsync(SettingName, AdministrationJsonContext.Default.SwitchSettings, cancellationToken).ConfigureAwait(false) ?? SwitchSettings.None);

    private void Show(SwitchSettings switches)
    {
        Volatile.Write(ref _current, switches);
        Changed?.Invoke();
    }
}
