using System.Security.Cryptography;

namespace CompareIntel.Web.Hosting;

/// <summary>
/// What a page may load and run. Scripts are files of this server, and the one inline piece that carries the request's nonce: text of a model that ever
/// became markup would still not run.
/// </summary>
internal static class ContentPolicy
{
    /// <summary>Everything that is not a page: nothing in it is ever to be loaded or run.</summary>
    public const string NoPage = "default-src 'none'; frame-ancestors 'self'";

    private static readonly object s_nonceKey = new();

    /// <summary>The nonce of this request's page.</summary>
    public static string NonceOf(HttpContext context)
    {
        if (context.Items[s_nonceKey] is not string nonce)
        {
            // Hexadecimal: base 64 has letters that HTML writes in another way.
            nonce = RandomNumberGenerator.GetHexString(32, lowercase: true);
            context.Items[s_nonceKey] = nonce;
        }

        return nonce;
    }

    /// <summary>
    /// The policy of this request's page. Styles can't be held to a nonce, because MudBlazor and the race strip place things with style attributes.
    /// Images may come from anywhere, because a reader may ask for one that an answer names; none is loaded unasked.
    /// </summary>
    public static string PageOf(HttpContext context) =>
        $"default-src 'self'; script-src 'self' 'nonce-{NonceOf(context)}'; style-src 'self' 'unsafe-inline'; img-src 'self' data: https: http:; font-src 'self' data:; " +
        "connect-src 'self'; object-src 'none'; frame-src 'none'; worker-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'";
}
