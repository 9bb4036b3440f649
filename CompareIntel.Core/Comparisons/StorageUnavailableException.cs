namespace CompareIntel.Core.Comparisons;

/// <summary>The storage can't be reached, read or written. The message is for the user and holds no secret.</summary>
public sealed class StorageUnavailableException(string message, Exception innerException) : IOException(message, innerException);
