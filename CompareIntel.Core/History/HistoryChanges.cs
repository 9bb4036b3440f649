namespace CompareIntel.Core.History;

/// <summary>Tells whoever shows a history that it has changed: a comparison was stored for the first time or has ended, or its owner did something with it.</summary>
public sealed class HistoryChanges
{
    /// <summary>The owner's history has changed; raised on any thread. Handlers return at once and do not throw.</summary>
    public event Action<string>? Changed;

    /// <summary>Tells that this owner's history has changed.</summary>
    public void Raise(string ownerId) => Changed?.Invoke(ownerId);
}
