using CompareIntel.Core.Catalog;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace CompareIntel.Web.Components.Compare;

/// <summary>
/// Finds models by name, id and provider and puts them in the line-up. The keyboard stays in the search box: arrows move, Enter adds or removes,
/// Shift+Enter adds the same model once more.
/// </summary>
public sealed partial class ModelPicker : IDisposable
{
    // What a person can look through; the search narrows the rest.
    private const int MostShown = 120;

    private string _query = "";
    private int _activeIndex;
    private int _total;
    private IReadOnlyList<ModelDescriptor> _options = [];
    private IReadOnlyList<OptionGroup> _groups = [];
    private IReadOnlyList<(string Name, string Message)> _unready = [];

    [Inject]
    public required IJSRuntime JS { get; init; }

    [Parameter]
    [EditorRequired]
    public required CatalogSnapshot Catalog { get; set; }

    [Parameter]
    [EditorRequired]
    public required LineUp LineUp { get; set; }

    /// <summary>One model is chosen, and told at once; the line-up is left alone.</summary>
    [Parameter]
    public bool IsChoice { get; set; }

    /// <summary>The line-up as it is, where the page behind has no room for it.</summary>
    [Parameter]
    public RenderFragment? ChosenModels { get; set; }

    /// <summary>The exact id of the one model that was chosen.</summary>
    [Parameter]
    public EventCallback<string> Chosen { get; set; }

    /// <summary>The user has chosen.</summary>
    [Parameter]
    public EventCallback Done { get; set; }

    private ModelDescriptor? ActiveOption => _activeIndex < _options.Count ? _options[_activeIndex] : null;

    public void Dispose() => LineUp.Changed -= OnLineUpChanged;

    protected override void OnInitialized() => LineUp.Changed += OnLineUpChanged;

    protected override void OnParametersSet() => Search();

    private static string OptionId(int index) => $"picker-option-{index}";

    private static string Facts(ModelDescriptor model)
    {
        var context = model.ContextLength is { } length ? $"{MetricText.ContextLength(length)} context" : null;
        var price = model.IsSimulated ? "simulated"
            : model is { InputPricePerMillion: { } input, OutputPricePerMillion: { } output } ? $"{MetricText.Price(input)} in, {MetricText.Price(output)} out per M"
            : "price unknown";
        return context is null ? price : $"{context} · {price}";
    }

    private static string Describe(ProviderCatalog provider) => provider.State switch
    {
        _ when provider.IsOff => $"{provider.Name} has been switched off for now by whoever runs this server. Its models can't be chosen.",
        CatalogState.Loading => $"The models of {provider.Name} are being loaded.",
        CatalogState.Unreachable => provider.Message ?? $"{provider.Name} can't be reached.",
        _ => "",
    };

    // The exact id is the provider and the id in one, so a word may be either of them or both as the README writes them.
    private static bool Matches(ModelDescriptor model, string[] words) =>
        Array.TrueForAll(words, word =>
            model.Name.Contains(word, StringComparison.OrdinalIgnoreCase)
            || model.ExactId.Contains(word, StringComparison.OrdinalIgnoreCase)
            || model.Category.Contains(word, StringComparison.OrdinalIgnoreCase));

    private bool IsOff(ModelDescriptor model) => Catalog.Providers.Any(provider => provider.IsOff && provider.Name == model.Provider);

    private void OnLineUpChanged() => Post(StateHasChanged);

    private void OnInput(ChangeEventArgs change)
    {
        _query = change.Value as string ?? "";
        _activeIndex = 0;
        Search();
    }

    private void Search()
    {
        var words = _query.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var found = Catalog.Models.Where(model => Matches(model, words)).ToArray();
        _total = found.Length;
        _options = [.. found.Take(MostShown)];
        _groups = [.. _options.Index().GroupBy(static option => option.Item.Provider).Select(group => new OptionGroup(group.Key, IsOff(group.First().Item), [.. group.Select(static option => (option.Item, option.Index))]))];
        _unready = [.. Catalog.Providers.Where(static provider => provider.IsOff || provider.State != CatalogState.Ready).Select(static provider => (provider.Name, Describe(provider)))];
        _activeIndex = Math.Clamp(_activeIndex, 0, Math.Max(0, _options.Count - 1));
    }

    private async Task OnKeyDown(KeyboardEventArgs key)
    {
        switch (key.Key)
        {
            case "ArrowDown":
                await MoveAsync(_activeIndex + 1);
                break;
            case "ArrowUp":
                await MoveAsync(_activeIndex - 1);
                break;
            case "PageDown":
                await MoveAsync(_activeIndex + 8);
                break;
            case "PageUp":
                await MoveAsync(_activeIndex - 8);
                break;
            case "Enter" when key.ShiftKey && !IsChoice:
                AddOnceMore();
                break;
            case "Enter":
                await ChooseAsync(_activeIndex);
                break;
            default:
                break;
        }
    }

    private async Task MoveAsync(int index)
    {
        _activeIndex = Math.Clamp(index, 0, Math.Max(0, _options.Count - 1));
        try
        {
            await JS.InvokeVoidAsync("compareIntel.reveal", OptionId(_activeIndex));
        }
        catch (Exception exception) when (exception is JSDisconnectedException or OperationCanceledException)
        {
            // The browser has gone.
        }
    }

    private async Task ChooseAsync(int index)
    {
        if (index >= _options.Count)
        {
            return;
        }

        _activeIndex = index;
        var model = _options[index].ExactId;
        if (IsOff(_options[index]) && (IsChoice || !LineUp.Contains(model)))
        {
            // It can be taken out, not chosen.
            return;
        }

        if (IsChoice)
        {
            await Chosen.InvokeAsync(model);
        }
        else if (LineUp.Contains(model))
        {
            LineUp.Remove(model);
        }
        else
        {
            LineUp.Add(model);
        }
    }

    private void AddOnceMore()
    {
        if (ActiveOption is { } option && !IsOff(option))
        {
            LineUp.Add(option.ExactId);
        }
    }

    private sealed record OptionGroup(string Name, bool IsOff, IReadOnlyList<(ModelDescriptor Model, int Index)> Options);
}
