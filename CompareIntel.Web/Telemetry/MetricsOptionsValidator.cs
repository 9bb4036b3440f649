using System.Net;
using Microsoft.Extensions.Options;

namespace CompareIntel.Web.Telemetry;

[OptionsValidator]
internal sealed partial class MetricsOptionsValidator : IValidateOptions<MetricsOptions>;

/// <summary>What attributes can't say, and the standard variables of OpenTelemetry, which nobody else checks. No message holds a value: an address may have a key in it.</summary>
internal sealed class TelemetrySettingsValidator(IConfiguration configuration) : IValidateOptions<MetricsOptions>
{
    public ValidateOptionsResult Validate(string? name, MetricsOptions options)
    {
        var faults = new List<string>();
        if (options.Address is not null && options.Port is null)
        {
            faults.Add("Metrics:Address does nothing without Metrics:Port; set the port too, or neither.");
        }

        if (options.Address is not (null or MetricsServer.EveryAddress) && !IPAddress.TryParse(options.Address, out _))
        {
            faults.Add("Metrics:Address must be an IP address such as 127.0.0.1, or * for every address of this machine.");
        }

        foreach (var variable in OtlpVariables.Endpoints.Where(variable => configuration[variable] is { Length: > 0 } value && OtlpVariables.Parse(value) is null))
        {
            faults.Add($"{variable} must be a whole address that begins with http:// or https://.");
        }

        return faults.Count > 0 ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
    }
}
