namespace CompareIntel.Core.Storage.Backups;

/// <summary>Which migrations a database has had, against those that this release knows.</summary>
/// <param name="Applied">Had, and known; oldest first.</param>
/// <param name="Pending">Known, and not had: the next start applies them.</param>
/// <param name="Unknown">Had, and not known: a newer release made them, and this one can't be trusted with the database.</param>
public sealed record DatabaseForm(IReadOnlyList<string> Applied, IReadOnlyList<string> Pending, IReadOnlyList<string> Unknown)
{
    /// <summary>Whether there is no database, or none that any release has used.</summary>
    public bool IsEmpty => Applied.Count == 0 && Unknown.Count == 0;
}
