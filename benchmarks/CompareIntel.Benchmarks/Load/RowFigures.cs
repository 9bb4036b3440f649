namespace CompareIntel.Benchmarks.Load;

/// <summary>One row's figures of both systems; without a floor when it was left out.</summary>
internal sealed record RowFigures(LoadRow Row, SystemFigures? Floor, SystemFigures Product);
