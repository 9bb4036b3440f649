namespace CompareIntel.Core.Storage;

/// <summary>Why the storage is behind.</summary>
/// <param name="Since">UTC.</param>
/// <param name="Message">For anyone to read: what is wrong and what happens meanwhile, without secrets, names and paths.</param>
public sealed record StorageTrouble(DateTimeOffset Since, string Message);
