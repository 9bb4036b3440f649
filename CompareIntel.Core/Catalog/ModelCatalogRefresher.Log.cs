using Microsoft.Extensions.Logging;

namespace CompareIntel.Core.Catalog;

internal sealed partial class ModelCatalogRefresher
{
    private static partial class Log
    {
        [LoggerMessage(2003, LogLevel.Error, "Refreshing the model catalogue failed; it is tried again.")]
        public static partial void RefreshFailed(ILogger logger, Exception exception);
    }
}
