namespace CompareIntel.Core.Storage;

/// <summary>A newer release has changed the database; the message says what to do.</summary>
public sealed class DatabaseTooNewException(string message) : IOException(message);
