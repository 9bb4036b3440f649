using System.Text.Json;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Storage;
using CompareIntel.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace CompareIntel.Core.LineUps;

/// <summary>
/// The line-ups that owners keep, in the order that they gave them. Every method throws <see cref="StorageUnavailableException"/>, whose message says what to
/// do, when the storage can't be reached.
/// </summary>
public sealed class LineUpLibrary
{
    /// <summary>Line-ups that an owner keeps at most.</summary>
    public const int MostLineUps = 100;

    /// <summary>Models of one at most.</summary>
    public const int MostModels = 50;

    /// <summary>Characters of a name at most.</summary>
    public const int MostNameCharacters = 80;

    private const int MostModelCharacters = 300;

    private readonly ComparisonDatabase _database;

    public LineUpLibrary(ComparisonDatabase database) => _database = database;

    public Task<IReadOnlyList<SavedLineUp>> ListAsync(string ownerId, CancellationToken cancellationToken) => StorageFaults.GuardAsync<IReadOnlyList<SavedLineUp>>(async () =>
    {
        var context = _database.CreateContext();
        await using var disposal = context.ConfigureAwait(false);
        return await ReadAsync(context, ownerId, cancellationToken).ConfigureAwait(false);
    });

    /// <summary>Saves it behind the others, or in place of the one with its name.</summary>
    /// <exception cref="LineUpException">The name, a model or its settings won't do, or there are too many.</exception>
    public Task<IReadOnlyList<SavedLineUp>> SaveAsync(string ownerId, string name, IReadOnlyList<LineUpLane> lanes, CancellationToken cancellationToken)
    {
        var saved = Check(name, lanes, isDefault: false);
        return ChangeAsync(
            ownerId,
            all =>
            {
                var index = IndexOf(all, saved.Name);
                if (index >= 0)
                {
                    all[index] = saved with { IsDefault = all[index].IsDefault };
                }
                else
                {
                    all.Add(saved);
                }
            },
            cancellationToken);
    }

    /// <summary>Calls it something else; nothing when there is none with this name.</summary>
    /// <exception cref="LineUpException">The name won't do, or another one has it.</exception>
    public Task<IReadOnlyList<SavedLineUp>> RenameAsync(string ownerId, string name, string newName, CancellationToken cancellationToken)
    {
        var cleaned = CheckName(newName);
        return ChangeAsync(
            ownerId,
            all =>
            {
                var (index, other) = (IndexOf(all, name), IndexOf(all, cleaned));
                if (other >= 0 && other != index)
                {
                    throw new LineUpException($"There is a line-up called \"{all[other].Name}\" already. Choose another name.");
                }

                if (index >= 0)
                {
                    all[index] = all[index] with { Name = cleaned };
                }
            },
            cancellationToken);
    }

    /// <summary>Moves it by so many places towards the end, or the beginning where that is negative, as far as there are any.</summary>
    public Task<IReadOnlyList<SavedLineUp>> MoveAsync(string ownerId, string name, int by, CancellationToken cancellationToken) => ChangeAsync(
        ownerId,
        all =>
        {
            if (IndexOf(all, name) is >= 0 and var index)
            {
                var moved = all[index];
                all.RemoveAt(index);
                all.Insert(Math.Clamp(index + by, 0, all.Count), moved);
            }
        },
        cancellationToken);

    /// <summary>Lets new comparisons begin with this one; null for with none.</summary>
    public Task<IReadOnlyList<SavedLineUp>> SetDefaultAsync(string ownerId, string? name, CancellationToken cancellationToken) => ChangeAsync(
        ownerId,
        all =>
        {
            var index = name is null ? -1 : IndexOf(all, name);
            for (var i = 0; i < all.Count; i++)
            {
                all[i] = all[i] with { IsDefault = i == index };
            }
        },
        cancellationToken);

    /// <summary>Removes it.</summary>
    public Task<IReadOnlyList<SavedLineUp>> DeleteAsync(string ownerId, string name, CancellationToken cancellationToken) => ChangeAsync(
        ownerId,
        all =>
        {
            if (IndexOf(all, name) is >= 0 and var index)
            {
                all.RemoveAt(index);
            }
        },
        cancellationToken);

    /// <summary>Puts back what was deleted, at this place, unless there is another one with its name by now.</summary>
    public Task<IReadOnlyList<SavedLineUp>> RestoreAsync(string ownerId, SavedLineUp lineUp, int place, CancellationToken cancellationToken) => ChangeAsync(
        ownerId,
        all =>
        {
            ArgumentNullException.ThrowIfNull(lineUp);
            if (IndexOf(all, lineUp.Name) < 0)
            {
                all.Insert(Math.Clamp(place, 0, all.Count), lineUp with { IsDefault = lineUp.IsDefault && !all.Exists(static other => other.IsDefault) });
            }
        },
        cancellationToken);

    /// <summary>All of the owner's as a JSON file.</summary>
    public async Task<byte[]> ExportAsync(string ownerId, CancellationToken cancellationToken)
    {
        var all = await ListAsync(ownerId, cancellationToken).ConfigureAwait(false);
        var document = new LineUpDocument
        {
            Format = LineUpDocument.CurrentFormat,
            LineUps = [.. all.Select(static one => new LineUpItem { Name = one.Name, Default = one.IsDefault, Models = one.Lanes })],
        };
        return JsonSerializer.SerializeToUtf8Bytes(document, LineUpJsonContext.Default.LineUpDocument);
    }

    /// <summary>Takes in what <see cref="ExportAsync"/> wrote, behind what there is. One whose name is taken gets a number; a default stays what it is.</summary>
    /// <returns>How many were taken in.</returns>
    /// <exception cref="LineUpException">The file can't be read, or one of its line-ups won't do; nothing is taken in then.</exception>
    public async Task<int> ImportAsync(string ownerId, Stream json, CancellationToken cancellationToken)
    {
        LineUpDocument? document;
        try
        {
            document = await JsonSerializer.DeserializeAsync(json, LineUpJsonContext.Default.LineUpDocument, cancellationToken).ConfigureAwait(false);
        }
        catch (JsonException exception)
        {
            throw new LineUpException("This is not a file of line-ups. Choose one that was exported here.", exception);
        }

        if (document is not { Format: LineUpDocument.CurrentFormat, LineUps: { } items })
        {
            throw new LineUpException($"The file does not say \"format\": \"{LineUpDocument.CurrentFormat}\". Choose one that was exported here.");
        }

        var imported = items.Select(static item => Check(item?.Name, item?.Models, item?.Default ?? false)).ToList();
        await ChangeAsync(
            ownerId,
            all =>
            {
                foreach (var one in imported)
                {
                    var isDefault = one.IsDefault && !all.Exists(static other => other.IsDefault);
                    all.Add(one with { Name = FreeName(all, one.Name), IsDefault = isDefault });
                }
            },
            cancellationToken).ConfigureAwait(false);
        return imported.Count;
    }

    private static string FreeName(List<SavedLineUp> all, string name)
    {
        var free = name;
        for (var number = 2; IndexOf(all, free) >= 0; number++)
        {
            var suffix = $" ({number})";
            free = name[..Math.Min(name.Length, MostNameCharacters - suffix.Length)] + suffix;
        }

        return free;
    }

    private static int IndexOf(List<SavedLineUp> all, string name) => all.FindIndex(other => string.Equals(other.Name, name, StringComparison.OrdinalIgnoreCase));

    private static string CheckName(string? name)
    {
        var cleaned = string.Join(' ', string.Concat((name ?? "").Select(static letter => char.IsControl(letter) ? ' ' : letter)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return cleaned.Length switch
        {
            0 => throw new LineUpException("Give the line-up a name."),
            > MostNameCharacters => throw new LineUpException($"A name has {MostNameCharacters} characters at most. Shorten it."),
            _ => cleaned,
        };
    }

    private static SavedLineUp Check(string? name, IReadOnlyList<LineUpLane?>? lanes, bool isDefault)
    {
        var cleaned = CheckName(name);
        if (lanes is not { Count: >= 1 and <= MostModels } || lanes.Any(static lane => lane?.Model is not { Length: >= 1 and <= MostModelCharacters } model || model.Any(char.IsControl)))
        {
            throw new LineUpException($"\"{cleaned}\" needs 1 to {MostModels} models, each by its id.");
        }

        if (lanes.Select(static lane => lane!.Settings?.FindFault()).FirstOrDefault(static fault => fault is not null) is { } fault)
        {
            throw new LineUpException($"\"{cleaned}\": {fault}");
        }

        return new SavedLineUp(cleaned, [.. lanes.Select(static lane => lane!)], isDefault);
    }

    private static async Task<List<SavedLineUp>> ReadAsync(ComparisonDbContext context, string ownerId, CancellationToken cancellationToken)
    {
        var rows = await context.LineUps.AsNoTracking().Where(row => row.OwnerId == ownerId).OrderBy(static row => row.Position).ToListAsync(cancellationToken).ConfigureAwait(false);
        return rows.ConvertAll(static row => new SavedLineUp(row.Name, JsonSerializer.Deserialize(row.Lanes, LineUpJsonContext.Default.IReadOnlyListLineUpLane) ?? [], row.IsDefault));
    }

    /// <summary>Reads them, changes them and writes them anew: they are few, and their order and their one default hold for all of them together.</summary>
    private Task<IReadOnlyList<SavedLineUp>> ChangeAsync(string ownerId, Action<List<SavedLineUp>> change, CancellationToken cancellationToken) => StorageFaults.GuardAsync<IReadOnlyList<SavedLineUp>>(async () =>
    {
        var context = _database.CreateContext();
        await using var disposal = context.ConfigureAwait(false);
        var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var end = transaction.ConfigureAwait(false);
        var all = await ReadAsync(context, ownerId, cancellationToken).ConfigureAwait(false);
        change(all);
        if (all.Count > MostLineUps)
        {
            throw new LineUpException($"There are {MostLineUps} line-ups at most. Delete one that is no longer needed.");
        }

        await context.LineUps.Where(row => row.OwnerId == ownerId).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        context.LineUps.AddRange(all.Select((one, index) => new StoredLineUp
        {
            OwnerId = ownerId,
            Name = one.Name,
            Lanes = JsonSerializer.Serialize(one.Lanes, LineUpJsonContext.Default.IReadOnlyListLineUpLane),
            IsDefault = one.IsDefault,
            Position = index,
        }));
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return all;
    });
}
