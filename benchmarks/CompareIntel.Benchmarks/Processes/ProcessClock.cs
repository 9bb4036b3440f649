using System.Runtime.InteropServices;

namespace CompareIntel.Benchmarks.Processes;

/// <summary>
/// CPU time (user and system) of any process of this user. The same figure as in <c>/proc/PID/stat</c>, in nanoseconds instead of
/// hundredths of a second, which would be too coarse for the small rows.
/// </summary>
internal static partial class ProcessClock
{
    public static TimeSpan Read(int processId)
    {
        // CPUCLOCK_SCHED of the process, as clock_getcpuclockid(3) makes it.
        var clock = (~processId << 3) | 2;
        if (GetTime(clock, out var time) != 0)
        {
            throw new BenchmarkException($"There is no CPU clock of process {processId}; this needs Linux.");
        }

        return TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1000.0);
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out NativeTime time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct NativeTime(nint Seconds, nint Nanoseconds);
}
