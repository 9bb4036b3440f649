using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Storage;
using CompareIntel.Core.Storage.Entities;

namespace CompareIntel.Tests.Core.Diagnostics;

/// <summary>Lanes that ended, as a test wants them.</summary>
internal static class MadeSamples
{
    private static int s_number;

    public static StoredLaneSample Sample(
        DateTimeOffset at, string model = "a", double? ttft = 500, FailureKind? failure = null, LaneState? state = null, string provider = "test", string release = "1.0", long? cost = 1_000_000) => new()
    {
        EndedAt = at,
        ComparisonId = $"made{Interlocked.Increment(ref s_number)}",
        Provider = provider,
        Model = model,
        State = state ?? (failure is null ? LaneState.Finished : LaneState.Failed),
        Failure = failure,
        Attempts = 1,
        QueueMs = 0,
        TtftMs = failure is null ? ttft : null,
        DurationMs = 4 * (ttft ?? 100),
        InputTokens = 10,
        OutputTokens = 100,
        CostNanoUsd = failure is null ? cost : null,
        Release = release,
    };

    public static async Task AddAsync(ComparisonDatabase database, params IEnumerable<StoredLaneSample> samples)
    {
        await using var context = database.CreateContext();
        context.LaneSamples.AddRange(samples);
        await context.SaveChangesAsync();
    }

    /// <summary>Lanes of one model in every hour before <paramref name="to"/>, whose times differ a little.</summary>
    public static IEnumerable<StoredLaneSample> Hours(DateTimeOffset to, int hours, int lanesOfAnHour, string model = "a", double ttft = 500, string release = "1.0") =>
        from hour in Enumerable.Range(1, hours)
        from lane in Enumerable.Range(0, lanesOfAnHour)
        select Sample(to.AddHours(-hour).AddMinutes(lane % 60), model, ttft * (1 + (0.02 * (((hour * 7) + (lane * 3)) % 5))), release: release);
}
