namespace CompareIntel.Core.Markdown;

/// <summary>Where a link may lead: nowhere but to the web and to a mail program. Everything else is shown as text.</summary>
internal static class SafeAddress
{
    private const int MaximumLength = 8_000;

    public static string? ForLink(string? url) => Parse(url) is { } address && IsAllowed(address, mail: true) ? address.AbsoluteUri : null;

    public static string? ForImage(string? url) => Parse(url) is { } address && IsAllowed(address, mail: false) ? address.AbsoluteUri : null;

    private static bool IsAllowed(Uri address, bool mail) =>
        address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps || (mail && address.Scheme == Uri.UriSchemeMailto);

    // What a browser would ignore within an address is taken out before it is judged.
    private static Uri? Parse(string? url)
    {
        if (string.IsNullOrEmpty(url) || url.Length > MaximumLength)
        {
            return null;
        }

        var plain = string.Concat(url.Where(letter => !char.IsControl(letter))).Trim();
        return Uri.TryCreate(plain, UriKind.Absolute, out var address) ? address : null;
    }
}
