using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.JSInterop;

namespace CompareIntel.Web.Components.Circuits;

/// <summary>Tells <see cref="OpenCircuits"/> when a browser is at the other end of its circuit.</summary>
internal sealed class OpenCircuitHandler(OpenCircuits circuits, IJSRuntime js) : CircuitHandler
{
    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        circuits.Add(circuit.Id, js);
        return Task.CompletedTask;
    }

    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        circuits.Remove(circuit.Id);
        return Task.CompletedTask;
    }

    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        circuits.Remove(circuit.Id);
        return Task.CompletedTask;
    }
}
