using CompareIntel.Core.Comparisons;

namespace CompareIntel.Core.Export;

/// <summary>What is known of one request to a provider besides its answer; what is missing is unknown.</summary>
internal sealed record ExportCall
{
    public string? RequestIds { get; init; }

    public decimal? HeadAfterMs { get; init; }

    public decimal? FirstBytesAfterMs { get; init; }

    public decimal? FirstDelayMs { get; init; }

    public decimal? MeanDelayMs { get; init; }

    public decimal? LongestDelayMs { get; init; }

    public static ExportCall? Of(CallTrace? call) => call is null ? null : new ExportCall
    {
        RequestIds = call.RequestIds,
        HeadAfterMs = ExportTime.ToMilliseconds(call.HeadAfter),
        FirstBytesAfterMs = ExportTime.ToMilliseconds(call.FirstBytesAfter),
        FirstDelayMs = ExportTime.ToMilliseconds(call.FirstDelay),
        MeanDelayMs = ExportTime.ToMilliseconds(call.MeanDelay),
        LongestDelayMs = ExportTime.ToMilliseconds(call.LongestDelay),
    };
}
