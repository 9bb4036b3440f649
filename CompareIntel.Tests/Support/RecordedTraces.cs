using System.Collections.Concurrent;
using System.Diagnostics;

namespace CompareIntel.Tests.Support;

/// <summary>The spans of one source that have ended.</summary>
internal sealed class RecordedTraces : IDisposable
{
    private readonly ConcurrentQueue<Activity> _activities = new();
    private readonly ActivityListener _listener;

    public RecordedTraces(ActivitySource source)
    {
        _listener = new ActivityListener
        {
            // This very source: other tests have some of the same name.
            ShouldListenTo = other => ReferenceEquals(other, source),
            Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _activities.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public IReadOnlyList<Activity> All => [.. _activities];

    public Activity Single(string name) => Assert.Single(_activities, activity => activity.DisplayName == name);

    public void Dispose() => _listener.Dispose();
}
