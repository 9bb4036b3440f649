using CompareIntel.Core.Comparisons;
using Microsoft.Extensions.Logging;

namespace CompareIntel.Core.Catalog;

public sealed partial class ModelCatalog
{
    private static partial class Log
    {
        [LoggerMessage(2000, LogLevel.Debug, "Provider {Provider} lists {Count} models.")]
        public static partial void Listed(ILogger logger, string provider, int count);

        [LoggerMessage(2001, LogLevel.Warning, "Provider {Provider} does not list its models ({Kind}); it is asked again.")]
        public static partial void ListFailed(ILogger logger, Exception exception, string provider, FailureKind kind);

        [LoggerMessage(2002, LogLevel.Debug, "Provider {Provider} still does not list its models ({Kind}).")]
        public static partial void ListFailedAgain(ILogger logger, Exception exception, string provider, FailureKind kind);
    }
}
