namespace CompareIntel.Core.Markdown;

/// <summary>Where a link may lead: nowhere but to the web and to a mail program. Everything else is shown as text.</summary>
internal static class SafeAddress
{
    private const int MaximumLength = 8_000;

    public static string? ForLink(string? url) => Parse(url, "https://", "http://", "mailto:");

    public static string? ForImage(string? url) => Parse(url, "https://", "http://");

    // What a browser would ignore within an address is taken out before it is judged. Its beginning is judged as written and as understood: slashes the
    // wrong way round are understood, but nobody means them.
    private static string? Parse(string? url, params ReadOnlySpan<string> beginnings)
    {
        if (string.IsNullOrEmpty(url) || url.Length > MaximumLength)
        {
            return null;
        }

        var plain = string.Concat(url.Where(letter => !char.IsControl(letter))).Trim();
        foreach (var beginning in beginnings)
        {
            if (plain.StartsWith(beginning, StringComparison.OrdinalIgnoreCase)
                && Uri.TryCreate(plain, UriKind.Absolute, out var address)
                && address.AbsoluteUri.StartsWith(beginning, StringComparison.Ordinal))
            {
                return address.AbsoluteUri;
            }
        }

        return null;
    }
}
