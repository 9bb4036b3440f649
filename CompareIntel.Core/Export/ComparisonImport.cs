using System.Text.Json;
using CompareIntel.Core.Comparisons;
using Microsoft.Extensions.AI;

namespace CompareIntel.Core.Export;

/// <summary>Reads what <see cref="JsonExport"/> wrote with events, as a comparison that has ended and equals the one that was exported.</summary>
public static class ComparisonImport
{
    /// <summary>Bytes that a file may have.</summary>
    public const int MaxBytes = 100_000_000;

    // An index of PostgreSQL does not take a few thousand.
    private const int MostModelCharacters = 300;

    private const int MostLanes = 64;

    /// <summary>The comparison, with its retries. Nothing of it is kept anywhere yet.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="ownerId">Whose it becomes; null for nobody in particular.</param>
    /// <param name="newId">Gives an unguessable id to the comparison and to each retry; null keeps those of the file.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ComparisonImportException">It can't be imported; the message says why.</exception>
    public static async Task<LiveComparison> ReadAsync(Stream stream, string? ownerId, Func<string>? newId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ExportDocument? document;
        try
        {
            var limited = new LengthLimitedStream(stream, MaxBytes, static () => throw new ComparisonImportException($"The file is larger than {MaxBytes / 1_000_000} MB, which is more than an export of a comparison ever needs."));
            await using (limited.ConfigureAwait(false))
            {
                document = await JsonSerializer.DeserializeAsync(limited, ExportJsonContext.Default.ExportDocument, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (JsonException exception)
        {
            throw new ComparisonImportException($"This is not a JSON export of CompareIntel{Place(exception)}. Choose a file that was exported as JSON with all events.", exception);
        }

        return document?.Format switch
        {
            ExportDocument.CurrentFormat => ToComparison(document.Comparison, new ComparisonOrigin { OwnerId = ownerId }, newId),
            { } other when other.StartsWith("compareintel/", StringComparison.Ordinal) =>
                throw new ComparisonImportException($"The file has the format \"{ComparisonImportException.Shorten(other)}\", and this version reads \"{ExportDocument.CurrentFormat}\". Update CompareIntel."),
            _ => throw new ComparisonImportException($"The file does not say \"format\":\"{ExportDocument.CurrentFormat}\". Choose a file that was exported as JSON with all events."),
        };
    }

    private static string Place(JsonException exception) =>
        exception is { Path: { Length: > 1 } path } ? $": {ComparisonImportException.Shorten(path)} is missing or has the wrong type" : "";

    private static LiveComparison ToComparison(ExportComparison exported, ComparisonOrigin origin, Func<string>? newId)
    {
        var (request, mode, log) = Read(exported, "comparison");
        var comparison = LiveComparison.Restore(IdOf(exported, newId), request, origin, mode, exported.CreatedAt.ToUniversalTime(), log);
        foreach (var (retry, index) in (exported.Retries ?? []).Select(static (retry, index) => (retry, index)))
        {
            var name = $"retries[{index}]";
            Require(retry is { Retries: null or { Count: 0 } }, $"{name} is null or has retries of its own, which can't be. The file is damaged.");
            var lanes = retry.RetriedLanes ?? [];
            Require(
                lanes.Count == retry.Lanes.Count && lanes.Distinct().Count() == lanes.Count && lanes.All(lane => lane >= 0 && lane < request.Lanes.Count),
                $"{name} does not say which lanes it ran again. The file is damaged.");
            var (retryRequest, retryMode, retryLog) = Read(retry, name);
            LiveComparison.RestoreRetry(comparison, lanes, IdOf(retry, newId), retryRequest, retryMode, retry.CreatedAt.ToUniversalTime(), retryLog);
        }

        return comparison;
    }

    private static string IdOf(ExportComparison exported, Func<string>? newId)
    {
        if (newId is not null)
        {
            return newId();
        }

        Require(exported.Id.Length is > 0 and <= 100 && exported.Id.All(char.IsAsciiLetterOrDigit), "The comparison's id is not one of CompareIntel's.");
        return exported.Id;
    }

    private static (ComparisonRequest Request, ConcurrencyMode Mode, ComparisonLog Log) Read(ExportComparison exported, string name)
    {
        Require(exported.Events is not null, "The file holds no events. Export it again as JSON with all events: without them the times are not known.");
        Require(!string.IsNullOrWhiteSpace(exported.Prompt), $"{name} has no prompt.");
        Require(exported.Lanes.Count is >= 1 and <= MostLanes, $"{name} has {exported.Lanes.Count} lanes; a comparison has 1 to {MostLanes}.");
        Require(exported.Lanes.All(static lane => lane is not null && lane.History.All(static message => message is not null)), $"{name} has a lane or a message that is null.");
        Require(
            exported.Lanes.All(static lane => lane.Model.Length is > 0 and <= MostModelCharacters && !lane.Model.Any(char.IsControl)),
            $"{name} has a lane whose model is not an id of 1 to {MostModelCharacters} characters.");
        var request = new ComparisonRequest
        {
            Prompt = exported.Prompt,
            Lanes = [.. exported.Lanes.Select(static lane => new LaneRequest(lane.Model)
            {
                System = lane.System,
                Temperature = lane.Temperature,
                TopP = lane.TopP,
                MaxOutputTokens = lane.MaxOutputTokens,
                History = [.. lane.History.Select(static message => new ChatMessage(new ChatRole(message.Role), message.Content))],
            })],
        };
        var log = ComparisonLog.Restore(new EventReader(request).ReadAll(exported.Events!));
        CheckTexts(exported, log);
        return (request, ExportNames.Parse<ConcurrencyMode>(exported.Mode, "mode"), log);
    }

    // The texts are in the file for people. They must not say something else than the events.
    private static void CheckTexts(ExportComparison exported, ComparisonLog log)
    {
        var transcript = ComparisonTranscript.Of(log);
        for (var lane = 0; lane < exported.Lanes.Count; lane++)
        {
            Require(
                exported.Lanes[lane].Text == transcript.TextOf(lane) && exported.Lanes[lane].Reasoning == transcript.ReasoningOf(lane),
                $"The text of lane {lane} is not what its events add up to. The file has been changed or is damaged.");
        }
    }

    internal static void Require(bool holds, string fault)
    {
        if (!holds)
        {
            throw new ComparisonImportException(fault);
        }
    }
}
