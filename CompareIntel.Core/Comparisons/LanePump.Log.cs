using Microsoft.Extensions.Logging;

namespace CompareIntel.Core.Comparisons;

internal sealed partial class LanePump
{
    private static partial class Log
    {
        [LoggerMessage(1001, LogLevel.Warning, "Comparison {ComparisonId} lane {Lane} ({Model}): attempt {Attempt} failed as {Kind}")]
        public static partial void AttemptFailed(ILogger logger, Exception exception, string comparisonId, int lane, string model, int attempt, FailureKind kind);

        [LoggerMessage(1002, LogLevel.Error, "Comparison {ComparisonId} lane {Lane} ({Model}) ended by a fault of our own")]
        public static partial void PumpFault(ILogger logger, Exception exception, string comparisonId, int lane, string model);
    }
}
