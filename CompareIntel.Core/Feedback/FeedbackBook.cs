using System.Text.Json;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Diagnostics;
using CompareIntel.Core.Storage;
using CompareIntel.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace CompareIntel.Core.Feedback;

/// <summary>
/// What owners said of answers, and the problems that they reported. It belongs to the comparison and goes with it. Every method throws
/// <see cref="StorageUnavailableException"/>, whose message says what to do, when the storage can't be reached. The caller makes sure that whoever asks may
/// open the comparison.
/// </summary>
public sealed class FeedbackBook(ComparisonDatabase database, TimeProvider timeProvider)
{
    /// <summary>Characters of a comment at most.</summary>
    public const int MostCommentCharacters = 2_000;

    /// <summary>Reports of one comparison at most.</summary>
    public const int MostReports = 20;

    /// <summary>Sets what the owner thinks of an answer that has ended, in place of what was said before. An administrator's "done" is taken back by that.</summary>
    /// <param name="comparison">The comparison, or the retry, that the answer is part of.</param>
    /// <param name="lane">Its lane there.</param>
    /// <param name="isGood">Thumb up or down.</param>
    /// <param name="comment">Up to <see cref="MostCommentCharacters"/>; null leaves the one that there is.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ArgumentException">The comment is too long.</exception>
    public Task<FeedbackOutcome> RateAsync(LiveComparison comparison, int lane, bool isGood, string? comment, CancellationToken cancellationToken = default)
    {
        Check(comment);
        return StorageFaults.GuardAsync(async () =>
        {
            try
            {
                return await TryRateAsync(comparison, lane, isGood, comment, cancellationToken).ConfigureAwait(false);
            }
            catch (DbUpdateException exception) when (StorageFaults.IsOfOneRow(exception))
            {
                // Another page of the owner was quicker by a moment: now there is a row to change.
                return await TryRateAsync(comparison, lane, isGood, comment, cancellationToken).ConfigureAwait(false);
            }
        });
    }

    /// <summary>Takes back what the owner thinks of an answer; nothing happens where there is nothing.</summary>
    public Task<FeedbackOutcome> TakeBackAsync(LiveComparison comparison, int lane, CancellationToken cancellationToken = default) => StorageFaults.GuardAsync(async () =>
    {
        if (lane < 0 || lane >= comparison.Request.Lanes.Count)
        {
            return FeedbackOutcome.NoLane;
        }

        var context = database.CreateContext();
        await using var disposal = context.ConfigureAwait(false);
        if (await NumberOfAsync(context, comparison.Id, cancellationToken).ConfigureAwait(false) is { } number)
        {
            await Thumbs(context, number, OwnerOf(comparison)).Where(row => row.Lane == lane).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        }

        return FeedbackOutcome.Kept;
    });

    /// <summary>Keeps a problem, with what is measured of the run now. The run need not have ended.</summary>
    /// <exception cref="ArgumentException">The comment is too long.</exception>
    public Task<FeedbackOutcome> ReportAsync(LiveComparison comparison, ProblemReport report, CancellationToken cancellationToken = default)
    {
        Check(report.Comment);
        return StorageFaults.GuardAsync(async () =>
        {
            if (report.Lane is { } lane && (lane < 0 || lane >= comparison.Request.Lanes.Count))
            {
                return FeedbackOutcome.NoLane;
            }

            var context = database.CreateContext();
            await using var disposal = context.ConfigureAwait(false);
            if (await NumberOfAsync(context, comparison.Id, cancellationToken).ConfigureAwait(false) is not { } number)
            {
                return FeedbackOutcome.NotStoredYet;
            }

            if (await context.Feedback.CountAsync(row => row.ComparisonNumber == number && row.Kind == FeedbackKind.Problem, cancellationToken).ConfigureAwait(false) >= MostReports)
            {
                return FeedbackOutcome.TooMany;
            }

            context.Feedback.Add(new StoredFeedback
            {
                ComparisonNumber = number,
                Lane = report.Lane,
                OwnerId = OwnerOf(comparison),
                Kind = FeedbackKind.Problem,
                Comment = report.Comment.Trim(),
                MayReadText = report.MayReadText,
                Timings = JsonSerializer.Serialize(ReportedLane.Of(comparison), RunJsonContext.Default.IReadOnlyListReportedLane),
                At = timeProvider.GetUtcNow(),
            });
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            return FeedbackOutcome.Kept;
        });
    }

    /// <summary>What the owner thinks of the answers of these comparisons.</summary>
    public Task<IReadOnlyList<AnswerFeedback>> ListOwnAsync(IReadOnlyCollection<LiveComparison> comparisons, CancellationToken cancellationToken = default) => StorageFaults.GuardAsync<IReadOnlyList<AnswerFeedback>>(async () =>
    {
        string[] ids = [.. comparisons.Select(static comparison => comparison.Id)];
        string[] owners = [.. comparisons.Select(OwnerOf).Distinct()];
        var context = database.CreateContext();
        await using var disposal = context.ConfigureAwait(false);
        return await context.Feedback.AsNoTracking()
            .Where(row => row.Kind != FeedbackKind.Problem && row.Lane != null && owners.Contains(row.OwnerId))
            .Join(context.Comparisons.Where(row => ids.Contains(row.Id)), static row => row.ComparisonNumber, static row => row.Number, static (row, comparison) => new AnswerFeedback(comparison.Id, row.Lane!.Value, row.Kind, row.Comment, row.At))
            .ToListAsync(cancellationToken).ConfigureAwait(false);
    });

    /// <summary>All owners' feedback, the newest numbers first, without that of comparisons that were deleted.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="before">Only those with a smaller number.</param>
    /// <param name="limit">So many at most.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<IReadOnlyList<FeedbackEntry>> ListAsync(FeedbackFilter filter, long before, int limit, CancellationToken cancellationToken = default) => StorageFaults.GuardAsync<IReadOnlyList<FeedbackEntry>>(async () =>
    {
        var context = database.CreateContext();
        await using var disposal = context.ConfigureAwait(false);
        var rows = context.Feedback.AsNoTracking().Where(row => row.Number < before);
        if (filter.Kind is { } kind)
        {
            rows = rows.Where(row => row.Kind == kind);
        }

        if (filter.IsDone is { } isDone)
        {
            rows = rows.Where(row => (row.DoneAt != null) == isDone);
        }

        var found = await rows
            .Join(context.Comparisons.Where(static row => row.DeletedAt == null), static row => row.ComparisonNumber, static row => row.Number, static (row, comparison) => new { Row = row, comparison.Id, comparison.Lanes })
            .OrderByDescending(static one => one.Row.Number)
            .Take(limit)
            .Select(static one => new { one.Row, one.Id, Model = one.Lanes.Where(lane => lane.Lane == one.Row.Lane).Select(static lane => lane.Model).FirstOrDefault() })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. found.Select(static one => ToEntry(one.Row, one.Id, one.Model))];
    });

    /// <summary>The feedback with this number; null when there is none.</summary>
    public async Task<FeedbackEntry?> FindAsync(long number, CancellationToken cancellationToken = default) =>
        (await ListAsync(new FeedbackFilter(), number + 1, 1, cancellationToken).ConfigureAwait(false)) is [{ } entry] && entry.Number == number ? entry : null;

    /// <summary>How much is open, without that of comparisons that were deleted.</summary>
    public Task<int> CountOpenAsync(CancellationToken cancellationToken = default) => StorageFaults.GuardAsync(async () =>
    {
        var context = database.CreateContext();
        await using var disposal = context.ConfigureAwait(false);
        return await context.Feedback.Where(static row => row.DoneAt == null)
            .Join(context.Comparisons.Where(static row => row.DeletedAt == null), static row => row.ComparisonNumber, static row => row.Number, static (row, _) => row)
            .CountAsync(cancellationToken).ConfigureAwait(false);
    });

    /// <summary>Marks it as done by this administrator, or as open again with null; false when there is no such feedback.</summary>
    public Task<bool> MarkAsync(long number, string? doneBy, CancellationToken cancellationToken = default) => StorageFaults.GuardAsync(async () =>
    {
        var doneAt = doneBy is null ? (DateTimeOffset?)null : timeProvider.GetUtcNow();
        var context = database.CreateContext();
        await using var disposal = context.ConfigureAwait(false);
        return await context.Feedback.Where(row => row.Number == number)
            .ExecuteUpdateAsync(set => set.SetProperty(static row => row.DoneAt, doneAt).SetProperty(static row => row.DoneBy, doneBy), cancellationToken).ConfigureAwait(false) > 0;
    });

    private async Task<FeedbackOutcome> TryRateAsync(LiveComparison comparison, int lane, bool isGood, string? comment, CancellationToken cancellationToken)
    {
        if (lane < 0 || lane >= comparison.Request.Lanes.Count)
        {
            return FeedbackOutcome.NoLane;
        }

        if (!comparison.HasEndedHere(lane))
        {
            return FeedbackOutcome.StillRunning;
        }

        var context = database.CreateContext();
        await using var disposal = context.ConfigureAwait(false);
        if (await NumberOfAsync(context, comparison.Id, cancellationToken).ConfigureAwait(false) is not { } number)
        {
            return FeedbackOutcome.NotStoredYet;
        }

        var row = await Thumbs(context, number, OwnerOf(comparison)).SingleOrDefaultAsync(row => row.Lane == lane, cancellationToken).ConfigureAwait(false);
        if (row is null)
        {
            row = new StoredFeedback { ComparisonNumber = number, Lane = lane, OwnerId = OwnerOf(comparison), Comment = "" };
            context.Feedback.Add(row);
        }

        (row.Kind, row.Comment, row.At) = (isGood ? FeedbackKind.Up : FeedbackKind.Down, comment?.Trim() ?? row.Comment, timeProvider.GetUtcNow());
        (row.DoneAt, row.DoneBy) = (null, null);
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        return FeedbackOutcome.Kept;
    }

    private static string OwnerOf(LiveComparison comparison) => comparison.Origin.OwnerId ?? "";

    private static IQueryable<StoredFeedback> Thumbs(ComparisonDbContext context, long number, string owner) =>
        context.Feedback.Where(row => row.ComparisonNumber == number && row.OwnerId == owner && row.Kind != FeedbackKind.Problem);

    private static Task<long?> NumberOfAsync(ComparisonDbContext context, string id, CancellationToken cancellationToken) =>
        context.Comparisons.Where(row => row.Id == id).Select(static row => (long?)row.Number).SingleOrDefaultAsync(cancellationToken);

    private static FeedbackEntry ToEntry(StoredFeedback row, string comparisonId, string? model) => new()
    {
        Number = row.Number,
        ComparisonId = comparisonId,
        Lane = row.Lane,
        Model = model,
        Kind = row.Kind,
        Comment = row.Comment,
        Figures = row.Timings is null ? [] : JsonSerializer.Deserialize(row.Timings, RunJsonContext.Default.IReadOnlyListReportedLane) ?? [],
        MayReadText = row.MayReadText,
        At = row.At,
        DoneAt = row.DoneAt,
        DoneBy = row.DoneBy,
    };

    private static void Check(string? comment)
    {
        if (comment?.Length > MostCommentCharacters)
        {
            throw new ArgumentException($"A comment has at most {MostCommentCharacters:N0} characters, not {comment.Length:N0}. Shorten it.", nameof(comment));
        }
    }
}
