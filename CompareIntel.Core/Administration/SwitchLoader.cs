using Microsoft.Extensions.Hosting;

namespace CompareIntel.Core.Administration;

/// <summary>Takes up the switches before the server answers anyone. The database is there by then: what makes it runs before any service starts.</summary>
internal sealed class SwitchLoader(RuntimeSwitches switches) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => switches.LoadAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
