using System.Security.Cryptography;

namespace CompareIntel.Core.Ownership;

/// <summary>Names whoever owns comparisons. Unguessable: a signed cookie carries it, and nothing shows it.</summary>
public static class OwnerId
{
    private const int RandomLength = 32;
    private const string BrowserPrefix = "b-";
    private const string ClientPrefix = "c-";

    /// <summary>A name for a browser that has got the cookie with its first page, before it could start anything.</summary>
    public static string NewBrowser() => BrowserPrefix + RandomNumberGenerator.GetHexString(RandomLength, lowercase: true);

    /// <summary>A name for a program that starts a comparison over HTTP. It gets the cookie with the answer, and may keep none.</summary>
    public static string NewClient() => ClientPrefix + RandomNumberGenerator.GetHexString(RandomLength, lowercase: true);

    /// <summary>Whether the owner may be a program that keeps no cookies.</summary>
    public static bool IsClient(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return id.StartsWith(ClientPrefix, StringComparison.Ordinal);
    }
}
