using CompareIntel.Core.Diagnostics.Anomalies;
using CompareIntel.Core.Diagnostics.Samples;
using Microsoft.AspNetCore.Components;

namespace CompareIntel.Web.Components.Administration.Trends;

/// <summary>A table of figures, one row for each model or provider.</summary>
public sealed partial class FiguresTable
{
    private IReadOnlyList<ModelFigures> _rows = [];
    private Column _sorted = Column.Requests;
    private bool _isDescending = true;

    internal enum Column
    {
        Model,
        Provider,
        Requests,
        Errors,
        Ttft50,
        Ttft95,
        Ttft99,
        Duration50,
        Duration95,
        Duration99,
        TokensIn,
        TokensOut,
        Cost,
    }

    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    [Parameter, EditorRequired]
    public IReadOnlyList<ModelFigures> Rows { get; set; } = [];

    [Parameter, EditorRequired]
    public LaneFigures Total { get; set; } = null!;

    /// <summary>Whether rows are models and not providers.</summary>
    [Parameter]
    public bool IsByModel { get; set; }

    /// <summary>Those that last, which mark their models.</summary>
    [Parameter]
    public IReadOnlyList<Anomaly> Anomalies { get; set; } = [];

    private IEnumerable<Column> Columns => Enum.GetValues<Column>().Where(column => IsByModel || column != Column.Model);

    protected override void OnParametersSet() => Arrange();

    private void Sort(Column column)
    {
        // Words from A, numbers from the largest; once more turns it round.
        _isDescending = _sorted == column ? !_isDescending : !IsText(column);
        _sorted = column;
        Arrange();
    }

    private void Arrange()
    {
        // What is not known stands last either way.
        var known = Rows.OrderBy(row => IsText(_sorted) ? 0 : ValueOf(_sorted, row.Figures) is null ? 1 : 0);
        var ordered = (IsText(_sorted), _isDescending) switch
        {
            (true, false) => known.ThenBy(TextOf, StringComparer.OrdinalIgnoreCase),
            (true, true) => known.ThenByDescending(TextOf, StringComparer.OrdinalIgnoreCase),
            (false, false) => known.ThenBy(row => ValueOf(_sorted, row.Figures)),
            (false, true) => known.ThenByDescending(row => ValueOf(_sorted, row.Figures)),
        };
        _rows = [.. ordered.ThenBy(static row => row.Model, StringComparer.Ordinal).ThenBy(static row => row.Provider, StringComparer.Ordinal)];
    }

    private IEnumerable<Anomaly> AnomaliesOf(ModelFigures row) => Anomalies.Where(anomaly => anomaly.Model == row.Model && anomaly.Provider == row.Provider);

    private string TextOf(ModelFigures row) => _sorted == Column.Model ? row.Model : row.Provider;

    private static bool IsText(Column column) => column is Column.Model or Column.Provider;

    private static double? ValueOf(Column column, LaneFigures figures) => column switch
    {
        Column.Requests => figures.Requests,
        Column.Errors => figures.ErrorRate,
        Column.Ttft50 => figures.Ttft.Quantile(0.5),
        Column.Ttft95 => figures.Ttft.Quantile(0.95),
        Column.Ttft99 => figures.Ttft.Quantile(0.99),
        Column.Duration50 => figures.Duration.Quantile(0.5),
        Column.Duration95 => figures.Duration.Quantile(0.95),
        Column.Duration99 => figures.Duration.Quantile(0.99),
        Column.TokensIn => figures.TokensKnown > 0 ? figures.InputTokens : null,
        Column.TokensOut => figures.TokensKnown > 0 ? figures.OutputTokens : null,
        Column.Cost => (double?)figures.CostUsd,
        _ => throw new ArgumentOutOfRangeException(nameof(column), column, null),
    };

    private static string WordsOf(Column column, LaneFigures figures) => column switch
    {
        Column.Requests => FigureText.Count(figures.Requests),
        Column.Errors => FigureText.Share(figures.ErrorRate),
        Column.TokensIn => FigureText.Tokens(figures, figures.InputTokens),
        Column.TokensOut => FigureText.Tokens(figures, figures.OutputTokens),
        Column.Cost => FigureText.Cost(figures),
        _ => FigureText.Time(ValueOf(column, figures)),
    };

    private static RenderFragment Cells(LaneFigures figures) => builder =>
    {
        foreach (var column in Enum.GetValues<Column>().Where(static column => !IsText(column)))
        {
            var words = WordsOf(column, figures);
            builder.OpenElement(0, "td");
            builder.SetKey(column);
            builder.AddAttribute(1, "class", words is FigureText.None or FigureText.Unknown ? "num nothing" : "num");
            builder.AddContent(2, words);
            builder.CloseElement();
        }
    };

    private static string LabelOf(Column column) => column switch
    {
        Column.Errors => "Error rate",
        Column.Ttft50 or Column.Duration50 => "p50",
        Column.Ttft95 or Column.Duration95 => "p95",
        Column.Ttft99 or Column.Duration99 => "p99",
        Column.TokensIn => "In",
        Column.TokensOut => "Out",
        _ => column.ToString(),
    };

    private static string HiddenLabelOf(Column column) => column switch
    {
        Column.Ttft50 or Column.Ttft95 or Column.Ttft99 => " of the time to first token",
        Column.Duration50 or Column.Duration95 or Column.Duration99 => " of the duration",
        Column.TokensIn or Column.TokensOut => ", tokens",
        _ => "",
    };
}
