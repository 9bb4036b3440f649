using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CompareIntel.Core;

/// <summary>
/// Options that can be changed while the program runs: a change that is not valid is logged, and what was valid before goes on counting. At the
/// start there is no such thing, and the fault is thrown.
/// </summary>
internal sealed partial class LastValidOptionsMonitor<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
    IOptionsFactory<TOptions> factory,
    IEnumerable<IOptionsChangeTokenSource<TOptions>> sources,
    IOptionsMonitorCache<TOptions> cache,
    ILogger<LastValidOptionsMonitor<TOptions>> logger) : OptionsMonitor<TOptions>(factory, sources, cache)
    where TOptions : class
{
    private volatile TOptions? _lastValid;
    private volatile string? _lastFault;

    public override TOptions Get(string? name)
    {
        try
        {
            return _lastValid = base.Get(name);
        }
        catch (Exception exception) when (_lastValid is not null && exception is OptionsValidationException or InvalidOperationException)
        {
            if (exception.Message != _lastFault)
            {
                _lastFault = exception.Message;
                LogNotTakenUp(logger, typeof(TOptions).Name, exception.Message);
            }

            return _lastValid!;
        }
    }

    [LoggerMessage(1200, LogLevel.Error, "The changed {Options} are not taken up; the ones before go on counting. {Fault}")]
    private static partial void LogNotTakenUp(ILogger logger, string options, string fault);
}
