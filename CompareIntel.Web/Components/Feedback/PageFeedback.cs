using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Feedback;
using CompareIntel.Web.Components.Compare;
using CompareIntel.Web.Hosting.Ownership;
using MudBlazor;

namespace CompareIntel.Web.Components.Feedback;

/// <summary>What the owner of a page thinks of the answers on it, and how it is said. Used on the renderer's thread only.</summary>
/// <param name="feedback">Keeps it.</param>
/// <param name="dialogs">Where comments and problems are written.</param>
/// <param name="changed">Called when there is something else to show; the words, if any, say what went wrong.</param>
public sealed class PageFeedback(OwnFeedback feedback, IDialogService dialogs, Action<string?> changed)
{
    private Dictionary<(string ComparisonId, int Lane), AnswerFeedback> _given = [];
    private LiveComparison? _comparison;

    /// <summary>Takes up what was said of this comparison's answers before.</summary>
    public async Task OpenAsync(LiveComparison comparison)
    {
        _comparison = comparison;
        _given = [];
        if (!comparison.Log.IsEnded)
        {
            // Of what has just begun nothing was said.
            return;
        }

        try
        {
            var given = await feedback.ListAsync([comparison, .. comparison.Retries.Select(static retry => retry.Comparison)]);
            if (_comparison == comparison && given.Count > 0)
            {
                _given = given.ToDictionary(static one => (one.ComparisonId, one.Lane));
                changed(null);
            }
        }
        catch (StorageUnavailableException)
        {
            // The page says by itself that nothing can be stored.
        }
    }

    /// <summary>What was said of this run of a lane; null for nothing.</summary>
    public FeedbackKind? Of(LaneTake take) => _given.GetValueOrDefault((take.ComparisonId, take.OwnLane))?.Kind;

    /// <summary>Says that the answer is good or bad, or takes that back when it was said before.</summary>
    /// <returns>What to read to those who don't see it.</returns>
    public async Task<string> ToggleAsync(LaneTake take, bool isGood)
    {
        var isBack = Of(take) == (isGood ? FeedbackKind.Up : FeedbackKind.Down);
        var fault = isBack ? await TakeBackAsync(take) : await RateAsync(take, isGood, null);
        if (fault is not null)
        {
            changed(fault);
        }

        return fault ?? (isBack ? "Taken back." : "Noted, thank you. The card's menu has a place for a comment.");
    }

    /// <summary>Lets the owner write a comment.</summary>
    public Task CommentAsync(LaneTake take, string name)
    {
        var given = _given.GetValueOrDefault((take.ComparisonId, take.OwnLane));
        var parameters = new DialogParameters<CommentDialog>
        {
            { dialog => dialog.Name, name },
            { dialog => dialog.Given, given },
            { dialog => dialog.Save, (isGood, comment) => ChangeAsync(RateAsync(take, isGood, comment)) },
            { dialog => dialog.TakeBack, () => ChangeAsync(TakeBackAsync(take)) },
        };
        return dialogs.ShowAsync<CommentDialog>(null, parameters, PageDialogs.Options);
    }

    /// <summary>Lets the owner report a problem with this run of a lane, or with null with the comparison as a whole.</summary>
    public Task ReportAsync(LaneTake? take, string? name)
    {
        var parameters = new DialogParameters<ReportDialog>
        {
            { dialog => dialog.Name, name },
            { dialog => dialog.Send, (comment, mayReadText) => SendAsync(take, comment, mayReadText) },
        };
        return dialogs.ShowAsync<ReportDialog>(null, parameters, PageDialogs.Options);
    }

    private async Task<string?> ChangeAsync(Task<string?> change)
    {
        var fault = await change;
        if (fault is null)
        {
            changed(null);
        }

        return fault;
    }

    private async Task<string?> RateAsync(LaneTake take, bool isGood, string? comment)
    {
        var fault = await TryAsync(take, run => feedback.RateAsync(Asker, run, take.OwnLane, isGood, comment));
        if (fault is null)
        {
            var key = (take.ComparisonId, take.OwnLane);
            _given[key] = new AnswerFeedback(take.ComparisonId, take.OwnLane, isGood ? FeedbackKind.Up : FeedbackKind.Down, comment ?? _given.GetValueOrDefault(key)?.Comment ?? "", default);
        }

        return fault;
    }

    private async Task<string?> TakeBackAsync(LaneTake take)
    {
        var fault = await TryAsync(take, run => feedback.TakeBackAsync(Asker, run, take.OwnLane));
        if (fault is null)
        {
            _given.Remove((take.ComparisonId, take.OwnLane));
        }

        return fault;
    }

    private Task<string?> SendAsync(LaneTake? take, string comment, bool mayReadText) =>
        TryAsync(take, run => feedback.ReportAsync(Asker, run, new ProblemReport(take?.OwnLane, comment, mayReadText)));

    /// <summary>Null when it was kept; otherwise why not.</summary>
    private async Task<string?> TryAsync(LaneTake? take, Func<LiveComparison, Task<FeedbackOutcome>> workAsync)
    {
        if (RunOf(take) is not { } run)
        {
            return "The server has let go of this comparison. Reload the page.";
        }

        try
        {
            return OwnFeedback.Describe(await workAsync(run));
        }
        catch (StorageUnavailableException exception)
        {
            return exception.Message;
        }
    }

    // A browser that takes no cookies has no owner's id.
    private string Asker => _comparison!.Origin.OwnerId ?? _comparison.Id;

    private LiveComparison? RunOf(LaneTake? take) => take is null || take.ComparisonId == _comparison?.Id
        ? _comparison
        : _comparison?.Retries.Select(static retry => retry.Comparison).FirstOrDefault(retry => retry.Id == take.ComparisonId);
}
