namespace CompareIntel.Web.Api;

/// <summary>What a link is asked for with.</summary>
/// <param name="ExpiresInDays">How long it works; null for until it is revoked.</param>
internal sealed record ShareRequestBody(int? ExpiresInDays);

/// <summary>The links to one comparison.</summary>
internal sealed record SharesDocument(IReadOnlyList<ShareDocument> Shares);

/// <summary>A link that shows one comparison to whoever has it.</summary>
internal sealed record ShareDocument
{
    public required string Token { get; init; }

    public required string Url { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Null for a link that works until it is revoked.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
