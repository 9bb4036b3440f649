using CompareIntel.Core.Administration;
using CompareIntel.Core.Catalog;
using CompareIntel.Core.Providers;
using CompareIntel.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace CompareIntel.Core.Comparisons;

/// <summary>What every lane of the process shares.</summary>
internal sealed record EngineServices(ModelResolver ResolveModel, LaneGates Gates, EngineTelemetry Telemetry, TimeProvider TimeProvider, ILogger Logger, RuntimeSwitches? Switches = null)
{
    /// <summary>Whether an administrator has switched this provider off.</summary>
    public bool IsOff(IModelProvider provider) => Switches?.Current.IsOff(provider.Name) == true;
}
