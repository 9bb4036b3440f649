namespace CompareIntel.Core.Diagnostics.Samples;

/// <summary>Which lanes are meant.</summary>
/// <param name="Provider">Only this provider's; null for all. Empty are those whose provider is not known.</param>
/// <param name="Model">Only this model's; null for all.</param>
/// <param name="Release">Only those that this release ran; null for all.</param>
public sealed record LaneFilter(string? Provider = null, string? Model = null, string? Release = null)
{
    public static readonly LaneFilter None = new();

    internal bool Takes(string provider, string model, string release) =>
        (Provider is null || Provider == provider) && (Model is null || Model == model) && (Release is null || Release == release);
}

/// <summary>How one model did.</summary>
/// <param name="Provider">Empty where it is not known.</param>
/// <param name="Model">Empty for all ids that lead nowhere.</param>
/// <param name="Figures">Its figures.</param>
public sealed record ModelFigures(string Provider, string Model, LaneFigures Figures);

/// <summary>How the lanes that ended within a time did.</summary>
public sealed record LaneReport
{
    /// <summary>UTC, included.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>UTC, not included.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Width of one of the <see cref="Bins"/>; zero without any.</summary>
    public required TimeSpan Step { get; init; }

    public required LaneFigures All { get; init; }

    /// <summary>By model, in the order of their names.</summary>
    public required IReadOnlyList<ModelFigures> Models { get; init; }

    /// <summary>By provider, in the order of their names; the model is empty.</summary>
    public required IReadOnlyList<ModelFigures> Providers { get; init; }

    /// <summary>Equal pieces of the time, from its beginning.</summary>
    public required IReadOnlyList<LaneFigures> Bins { get; init; }

    /// <summary>All models that lanes of this time had, whatever was filtered.</summary>
    public required IReadOnlyList<(string Provider, string Model)> Choices { get; init; }

    /// <summary>Whether lanes have ended that are not added up yet.</summary>
    public bool IsBehind { get; init; }
}
