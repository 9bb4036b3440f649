using CompareIntel.Core.Catalog;
using CompareIntel.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace CompareIntel.Core.Comparisons;

/// <summary>What every lane of the process shares.</summary>
internal sealed record EngineServices(ModelResolver ResolveModel, LaneGates Gates, EngineTelemetry Telemetry, TimeProvider TimeProvider, ILogger Logger);
