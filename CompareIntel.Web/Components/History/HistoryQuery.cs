using System.Globalization;
using CompareIntel.Core.History;
using CompareIntel.Web.Api;

namespace CompareIntel.Web.Components.History;

/// <summary>What the history page shows, as it stands in its address: a reload and the way back show the same.</summary>
public sealed record HistoryQuery
{
    public string Text { get; init; } = "";

    public string? Model { get; init; }

    public HistoryState? State { get; init; }

    public string? Tag { get; init; }

    public bool IsStarred { get; init; }

    /// <summary>Started within so many days; null for any time.</summary>
    public int? Days { get; init; }

    /// <summary>Whether anything narrows the list.</summary>
    public bool IsNarrow => this with { Text = Text.Trim() } != new HistoryQuery();

    /// <summary>What the address says; what it says wrongly is left out.</summary>
    public static HistoryQuery Of(string? text, string? model, string? state, string? tag, string? starred, string? days) => new()
    {
        Text = text ?? "",
        Model = Given(model),
        State = Enum.GetValues<HistoryState>().Where(value => WireName.Of(value) == state).Select(static value => (HistoryState?)value).FirstOrDefault(),
        Tag = Given(tag),
        IsStarred = starred == "true",
        Days = int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 3_660 ? number : null,
    };

    public HistoryFilter ToFilter(DateTimeOffset now) => new()
    {
        Query = Text,
        Model = Model,
        State = State,
        Tag = Tag,
        IsStarred = IsStarred ? true : null,
        From = Days is { } days ? now.AddDays(-days) : null,
    };

    /// <summary>The address that says it.</summary>
    public string ToAddress()
    {
        var parts = new List<string>();
        Add("q", Text);
        Add("model", Model);
        Add("state", State is { } state ? WireName.Of(state) : null);
        Add("tag", Tag);
        Add("starred", IsStarred ? "true" : null);
        Add("days", Days?.ToString(CultureInfo.InvariantCulture));
        return parts.Count == 0 ? "/history" : $"/history?{string.Join('&', parts)}";

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                // Half of a character can't stand in an address.
                parts.Add($"{name}={Uri.EscapeDataString(new string([.. value.EnumerateRunes().SelectMany(static rune => rune.ToString())]))}");
            }
        }
    }

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
