namespace CompareIntel.Core.Providers;

/// <summary>
/// What a client notes of one request while it runs, besides the answer: who sends the request puts it into the options under
/// <see cref="ProviderProperties.Call"/>, and so has it also when the request fails or is cancelled. A client that notes nothing leaves all of it unknown.
/// </summary>
/// <param name="clock">The time since any fixed moment, monotonic.</param>
public sealed class ProviderCall(Func<TimeSpan> clock)
{
    /// <summary>The ids that the provider gave the request, such as <c>x-request-id=req_1 cf-ray=8a</c>; null when it gave none, or has not answered.</summary>
    public string? RequestIds { get; private set; }

    /// <summary>When the head of the response was there.</summary>
    public TimeSpan? HeadAt { get; private set; }

    /// <summary>When the first bytes of the response's body were there.</summary>
    public TimeSpan? FirstBytesAt { get; private set; }

    /// <summary>When the bytes were there that were read last: those of the update that is passed on now.</summary>
    public TimeSpan? LastBytesAt { get; private set; }

    /// <summary>The head of the response is there.</summary>
    public void NoteHead(string? requestIds)
    {
        HeadAt = clock();
        RequestIds = requestIds;
    }

    /// <summary>Bytes of the body are there. Called for each piece that the network brings, so it makes nothing.</summary>
    public void NoteBytes()
    {
        LastBytesAt = clock();
        FirstBytesAt ??= LastBytesAt;
    }
}
