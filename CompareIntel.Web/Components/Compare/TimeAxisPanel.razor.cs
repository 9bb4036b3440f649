using System.Globalization;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Export;
using Microsoft.AspNetCore.Components;

namespace CompareIntel.Web.Components.Compare;

/// <summary>The lanes over time with their speed, drawn and as a table. Folded when it is opened, and again when a lane changes what it does.</summary>
public sealed partial class TimeAxisPanel
{
    private const int Bins = 120;

    private ComparisonTimeAxis? _axis;
    private (ComparisonLog? Log, int Version) _folded;
    private IReadOnlyList<LaneLabel>? _renderedLabels;
    private bool _rendersNext = true;

    [Parameter]
    [EditorRequired]
    public required IReadOnlyList<LaneLabel> Labels { get; set; }

    [Parameter]
    [EditorRequired]
    public required ComparisonLog Log { get; set; }

    /// <summary>Another one means that the log has more to show.</summary>
    [Parameter]
    public int Version { get; set; }

    protected override void OnParametersSet()
    {
        if (_axis is not null && _folded != (Log, Log.IsEnded ? 0 : Version))
        {
            Fold();
        }

        _rendersNext |= !ReferenceEquals(_renderedLabels, Labels);
        _renderedLabels = Labels;
    }

    protected override bool ShouldRender()
    {
        var renders = _rendersNext;
        _rendersNext = false;
        return renders;
    }

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private void Toggle()
    {
        if (_axis is null)
        {
            Fold();
        }
        else
        {
            _axis = null;
        }

        _rendersNext = true;
    }

    private void Fold()
    {
        _folded = (Log, Log.IsEnded ? 0 : Version);
        _axis = ComparisonTimeAxis.Of(Log, Bins);
        _rendersNext = true;
    }

    private string X(TimeSpan at) => Number(Math.Min(997, at / _axis!.Duration * 1000));

    // A thing of no length is seen all the same.
    private string Width(TimeSpan from, TimeSpan to) => Number(Math.Max(1.5, (to - from) / _axis!.Duration * 1000));

    private string DescribeBin(LaneTimeAxis lane, int bin) =>
        $"{Labels[lane.Lane].Name} from {TimeAxisText.Seconds(bin * _axis!.BinLength)} to {TimeAxisText.Seconds((bin + 1) * _axis.BinLength)}: {TimeAxisText.Rate(lane.Characters[bin] / _axis.BinLength.TotalSeconds)}";
}
