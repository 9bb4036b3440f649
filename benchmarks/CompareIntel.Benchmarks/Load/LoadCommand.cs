using System.Text.Json;
using CompareIntel.Benchmarks.Client;
using CompareIntel.Benchmarks.Processes;
using CompareIntel.Benchmarks.Upstream;

namespace CompareIntel.Benchmarks.Load;

/// <summary>Measures the product against the floor, row by row, both in front of the same upstream and in turns.</summary>
internal static class LoadCommand
{
    private const int PrintedErrors = 10;
    private const int WarmUpComparisons = 10;
    private const int WarmUpSeconds = 3;
    private const int WarmUpPasses = 2;

    private static readonly JsonSerializerOptions s_json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static async Task<int> RunAsync(Arguments arguments, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var options = LoadOptions.Parse(arguments);
        await using var rig = await Rig.StartAsync(
            new RigOptions(options.Rate, options.Seconds, options.WebDll, options.WithFloor),
            cancellationToken);
        await WarmUpAsync(rig, options, cancellationToken);
        await output.WriteLineAsync(LoadReport.Header);
        var rows = new List<RowFigures>();
        foreach (var comparisons in options.Comparisons)
        {
            foreach (var lanes in options.Lanes)
            {
                var figures = await MeasureAsync(rig, new LoadRow(lanes, comparisons), options, cancellationToken);
                rows.Add(figures);
                await WriteLinesAsync(output, LoadReport.Lines(figures));
            }
        }

        var bars = rows.SelectMany(Bar.Of).ToArray();
        await output.WriteLineAsync();
        await WriteLinesAsync(output, bars.Select(static bar => bar.ToString()));
        if (options.JsonFile is { } file)
        {
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new { rows, bars }, s_json), cancellationToken);
        }

        var systems = rows.SelectMany(static row => new[] { row.Floor, row.Product }).OfType<SystemFigures>().ToArray();
        var errors = systems.SelectMany(static system => system.Errors.Select(text => $"{system.System}: {text}")).ToArray();
        await WriteLinesAsync(error, errors.Take(PrintedErrors));
        return errors.Length == 0 && systems.All(static system => system.IsExact) ? 0 : 1;
    }

    /// <summary>
    /// Some thousand events a second for some seconds, whatever rows follow: a small row alone would end before the servers' code is in its
    /// last form, and would measure the compiler.
    /// </summary>
    private static async Task WarmUpAsync(Rig rig, LoadOptions options, CancellationToken cancellationToken)
    {
        var row = new LoadRow(UpstreamServer.ModelCount, WarmUpComparisons);
        var deltas = Math.Min(WarmUpSeconds * options.Rate, options.Deltas);
        for (var pass = 0; pass < WarmUpPasses; pass++)
        {
            foreach (var client in Clients(rig))
            {
                await LoadRun.ExecuteAsync(rig, client, row, deltas, options.ComparisonLimit, cancellationToken);
            }
        }
    }

    private static ComparisonClient[] Clients(Rig rig) => rig.Floor is { } floor ? [floor, rig.Product] : [rig.Product];

    private static async Task<RowFigures> MeasureAsync(Rig rig, LoadRow row, LoadOptions options, CancellationToken cancellationToken)
    {
        var clients = Clients(rig);
        var runs = clients.ToDictionary(static client => client, static _ => new List<LoadRun>());
        foreach (var client in clients)
        {
            // About a second at full width, so that the connections are there before anything counts.
            await LoadRun.ExecuteAsync(rig, client, row, Math.Min(options.Rate, options.Deltas), options.ComparisonLimit, cancellationToken);
        }

        for (var round = 0; round < options.Rounds; round++)
        {
            // In turns, so that whatever else the machine does meets both alike.
            foreach (var client in round % 2 == 0 ? clients : clients.Reverse())
            {
                runs[client].Add(await LoadRun.ExecuteAsync(rig, client, row, options.Deltas, options.ComparisonLimit, cancellationToken));
            }
        }

        return new RowFigures(row, rig.Floor is null ? null : FiguresOf(rig.Floor), FiguresOf(rig.Product));

        SystemFigures FiguresOf(ComparisonClient client) => SystemFigures.Of(client.Server.Name, row, options.Deltas, runs[client]);
    }

    private static async Task WriteLinesAsync(TextWriter writer, IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            await writer.WriteLineAsync(line);
        }
    }
}
