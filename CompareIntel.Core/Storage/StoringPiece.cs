using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Diagnostics.Samples;
using CompareIntel.Core.History;
using CompareIntel.Core.Storage.Entities;

namespace CompareIntel.Core.Storage;

/// <summary>What is new in one log since it was stored last.</summary>
internal sealed class StoringPiece : ILogFold
{
    // Keeps a transaction, and what is made again when it fails, small.
    private const int MaxBytes = 1_000_000;

    private readonly EventCodec.EventWriter _writer;
    private readonly List<LaneEnded> _endedLanes = [];
    private ComparisonEnded? _end;
    private StoredComparison? _row;
    private StoredSegment? _segment;

    private StoringPiece(StoringLog log, EventCodec.EventWriter writer)
    {
        Log = log;
        _writer = writer;
    }

    public StoringLog Log { get; }

    /// <summary>Sequence number of its last event.</summary>
    public long Last { get; private set; }

    /// <summary>Whether the comparison's end is in it.</summary>
    public bool HasEnd => _end is not null;

    public int Bytes => _segment?.Data.Length ?? 0;

    /// <summary>Takes what there is now, up to about a megabyte.</summary>
    public static StoringPiece Take(StoringLog log, EventCodec.EventWriter writer)
    {
        var piece = new StoringPiece(log, writer) { Last = log.Position };
        while (writer.Length < MaxBytes && log.Comparison.Log.TryReadInto(piece, piece.Last + 1))
        {
            piece.Last++;
        }

        if (writer.Length > 0)
        {
            piece._segment = new StoredSegment { FirstSequence = log.Position + 1, Data = writer.ToArray() };
        }

        return piece;
    }

    void ILogFold.Apply(in LaneDelta delta) => _writer.Add(delta);

    void ILogFold.Apply(ComparisonEvent item)
    {
        _writer.Add(item);
        if (item is LaneEnded lane)
        {
            _endedLanes.Add(lane);
        }

        _end ??= item as ComparisonEnded;
    }

    /// <summary>Adds rows to <paramref name="context"/>, to be saved by the caller.</summary>
    /// <param name="context">Where to.</param>
    /// <param name="isPending">Whether the comparison with this id is still to be stored.</param>
    public void AddRows(ComparisonDbContext context, Func<string, bool> isPending)
    {
        // One that was taken in ran elsewhere and says nothing about this installation.
        if (Log.Comparison is { RanHere: true } comparison)
        {
            context.LaneSamples.AddRange(_endedLanes.Select(lane => LaneSampleRows.Of(
                comparison.Id, comparison.CreatedAt, comparison.Request.Lanes[lane.Lane].Model, lane, LaneSampleRows.InputCharactersOf(comparison.Request, lane.Lane), ProgramRelease.Name)));
        }

        if (Log.Number is { } number)
        {
            if (_segment is not null)
            {
                _segment.ComparisonNumber = number;
                context.Segments.Add(_segment);
            }

            return;
        }

        _row = ComparisonRows.Of(Log.Comparison);
        if (_row.FirstId is null && _row.ConversationId != _row.Id && !isPending(_row.ConversationId)
            && !context.Comparisons.Any(row => row.Id == _row.ConversationId && row.DeletedAt == null))
        {
            // Sent from a page that still showed a deleted conversation: it begins one of its own, or nobody would find it.
            (_row.ConversationId, _row.ParentId) = (_row.Id, null);
        }

        ComparisonRows.KeepHistories(_row, Log.Comparison.Request, id => _row.ConversationId != _row.Id && (isPending(id) || context.Comparisons.Any(row => row.Id == id)));
        foreach (var lane in _endedLanes)
        {
            _row.Lanes[lane.Lane].State = lane.State;
        }

        if (_end is not null)
        {
            _row.State = _end.State;
            _row.EndedAt = _end.Summary.EndedAt;
        }

        if (_segment is not null)
        {
            _row.Segments.Add(_segment);
        }

        context.Comparisons.Add(_row);
    }

    /// <summary>Whether it makes the comparison known or ends it, which lists of comparisons show.</summary>
    public bool IsNewsForLists => _row is not null || _end is not null;

    /// <summary>Updates rows that were stored before, and makes findable what is now there to be found. After the rows were saved, in the same transaction.</summary>
    public void UpdateRows(ComparisonDbContext context)
    {
        if (_row is null)
        {
            ComparisonRows.SetEnds(context, Log.Number!.Value, _endedLanes, _end);
        }

        if (IsNewsForLists)
        {
            // Its answers are looked for once they are whole.
            var answers = _end is null ? [] : ComparisonTranscript.Of(Log.Comparison.Log).Texts;
            SearchIndex.IndexText(context, _row?.Number ?? Log.Number!.Value, Log.Comparison.Request.Prompt, answers);
        }
    }

    /// <summary>Notes that the transaction was committed.</summary>
    public void Committed() => Log.Advance(_row?.Number ?? Log.Number!.Value, Last);
}
