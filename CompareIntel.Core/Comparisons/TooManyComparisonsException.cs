namespace CompareIntel.Core.Comparisons;

/// <summary>The server takes no further comparison for now. The message is for the user.</summary>
public sealed class TooManyComparisonsException(string message) : Exception(message);
