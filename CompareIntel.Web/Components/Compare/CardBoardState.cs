namespace CompareIntel.Web.Components.Compare;

/// <summary>How the cards of one comparison are arranged, in a form that can be put away. Lanes stand for cards.</summary>
/// <param name="ComparisonId">The comparison.</param>
/// <param name="Order">Every lane, as the cards stand.</param>
/// <param name="Hidden">Lanes whose cards are hidden.</param>
/// <param name="Collapsed">Lanes with one line instead of a card.</param>
/// <param name="Raw">Lanes whose answers are shown as they were written.</param>
/// <param name="Takes">The run that the reader has chosen, by lane.</param>
/// <param name="Active">The card that is shown where there is room for one.</param>
/// <param name="Maximised">The card that has the page to itself.</param>
/// <param name="Pinned">The card that the others are measured by.</param>
public sealed record CardBoardState(
    string ComparisonId,
    IReadOnlyList<int> Order,
    IReadOnlyList<int> Hidden,
    IReadOnlyList<int> Collapsed,
    IReadOnlyList<int> Raw,
    IReadOnlyDictionary<int, int> Takes,
    int Active,
    int? Maximised,
    int? Pinned);
