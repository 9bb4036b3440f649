using System.Diagnostics.Metrics;
using CompareIntel.Web.Components.Circuits;
using CompareIntel.Web.Hosting;
using Serilog.Events;

namespace CompareIntel.Web.Telemetry;

/// <summary>What this side of the program has to tell, read from those who know it when somebody asks. Measures from when it is made.</summary>
internal sealed class WebMeters
{
    public const string Name = "CompareIntel.Web";

    public WebMeters(IMeterFactory meters, OpenCircuits circuits, ClientCounts clients, LogEventCounter logs)
    {
        var meter = meters.Create(Name);
        meter.CreateObservableUpDownCounter("compareintel.circuits.open", () => circuits.Count, "{circuit}", "Pages with a browser at their other end.");
        meter.CreateObservableUpDownCounter("compareintel.stream.clients", () => clients.Streams, "{client}", "Clients that follow an event stream.");
        meter.CreateObservableCounter("compareintel.frames.sent", () => clients.FramesSent, "{frame}", "Frames of comparisons that were sent to pages.");
        meter.CreateObservableUpDownCounter("compareintel.frames.unconfirmed", () => clients.FramesUnconfirmed, "{frame}", "Frames that browsers have not confirmed yet.");
        meter.CreateObservableCounter(
            "compareintel.log.events",
            () => Enum.GetValues<LogEventLevel>().Select(level => new Measurement<long>(logs.CountOf(level), new KeyValuePair<string, object?>("compareintel.log.level", level.ToString().ToLowerInvariant()))),
            "{event}",
            "Log events.");
    }
}
