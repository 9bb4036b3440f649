using BenchmarkDotNet.Running;
using CompareIntel.Benchmarks;
using CompareIntel.Benchmarks.Circuits;
using CompareIntel.Benchmarks.Diagnostics;
using CompareIntel.Benchmarks.Floor;
using CompareIntel.Benchmarks.History;
using CompareIntel.Benchmarks.Isolation;
using CompareIntel.Benchmarks.Load;
using CompareIntel.Benchmarks.Pages;
using CompareIntel.Benchmarks.Soak;
using CompareIntel.Benchmarks.Storage;
using CompareIntel.Benchmarks.Upstream;

#pragma warning disable RS0030 // A command-line tool: what it measured is its output. The only place that touches the console.
var output = Console.Out;
var error = Console.Error;
var input = Console.OpenStandardInput();
#pragma warning restore RS0030

using var interruption = new Interruption();
var command = args.FirstOrDefault();
var rest = args.Skip(1).ToArray();
try
{
    switch (command)
    {
        case "upstream":
            return await UpstreamServer.RunAsync(new Arguments(rest), input);
        case "floor":
            return await FloorServer.RunAsync(new Arguments(rest), input);
        case "load":
            return await LoadCommand.RunAsync(new Arguments(rest), output, error, interruption.Token);
        case "isolation":
            return await IsolationCommand.RunAsync(new Arguments(rest), output, error, interruption.Token);
        case "page":
            return await PageCommand.RunAsync(new Arguments(rest), output, error, interruption.Token);
        case "circuits":
            return await CircuitsCommand.RunAsync(new Arguments(rest), output, error, interruption.Token);
        case "soak":
            return await SoakCommand.RunAsync(new Arguments(rest), output, error, interruption.Token);
        case "storage":
            return await StorageCommand.RunAsync(new Arguments(rest), output, interruption.Token);
        case "history":
            return await HistoryCommand.RunAsync(new Arguments(rest), output, interruption.Token);
        case "diagnostics":
            return await DiagnosticsCommand.RunAsync(new Arguments(rest), output, interruption.Token);
        default:
            BenchmarkSwitcher.FromAssembly(typeof(Arguments).Assembly).Run(args);
            return 0;
    }
}
catch (BenchmarkException exception)
{
    await error.WriteLineAsync(exception.Message);
    return 2;
}
catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
{
    return 130;
}
