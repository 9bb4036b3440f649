namespace CompareIntel.Web.Components.Compare;

/// <summary>One model's answer in one line with its last words. They come with the card's numbers, which is often enough to see it move.</summary>
public sealed partial class CollapsedCard
{
    private (LaneLabel? Label, CardStatus? Status, LaneTake? Take, bool IsStopping) _rendered;

    private string Tail =>
        Status.Failure is { } failure ? failure.Message
        : AnswerTail.Of(Feed.Current.Answer.IsEmpty && Status.IsReasoning ? Feed.Current.Reasoning : Feed.Current.Answer);

    protected override bool ShouldRender() => _rendered != (Label, Status, Feed.Current.Take, IsStopping);
}
