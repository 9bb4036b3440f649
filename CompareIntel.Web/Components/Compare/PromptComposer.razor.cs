using System.Globalization;
using CompareIntel.Web.Api;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace CompareIntel.Web.Components.Compare;

/// <summary>
/// Where the prompt is written. The text stays in the browser until it is sent, so that typing never waits for the server and a refusal loses nothing.
/// </summary>
public sealed partial class PromptComposer : IAsyncDisposable
{
    // What fits into one message to the server, whatever the operator allows.
    private const int MostCharacters = 60_000;

    private readonly TaskCompletionSource<IJSObjectReference> _attached = new();
    private ElementReference _textarea;
    private ElementReference _button;
    private DotNetObjectReference<PromptComposer>? _reference;
    private IJSObjectReference? _module;
    private string? _refusal;

    [Inject]
    public required IJSRuntime JS { get; init; }

    [Parameter]
    [EditorRequired]
    public required LineUp LineUp { get; set; }

    /// <summary>Labels of the line-up.</summary>
    [Parameter]
    [EditorRequired]
    public required IReadOnlyList<LaneLabel> Labels { get; set; }

    /// <summary>Characters of a prompt at most; one that takes two UTF-16 units counts once.</summary>
    [Parameter]
    [EditorRequired]
    public required int MaxCharacters { get; set; }

    /// <summary>The lanes of the turn that the prompt follows; none for the first prompt.</summary>
    [Parameter]
    public IReadOnlyList<LaneLabel> Earlier { get; set; } = [];

    [Parameter]
    public string Placeholder { get; set; } = "Ask anything";

    /// <summary>Something that the user should know about the line-up.</summary>
    [Parameter]
    public string? Notice { get; set; }

    /// <summary>Takes the prompt, or says why not.</summary>
    [Parameter]
    [EditorRequired]
    public required Func<string, Task<string?>> Send { get; set; }

    [Parameter]
    public EventCallback OpenPicker { get; set; }

    private int Limit => Math.Min(MaxCharacters, MostCharacters);

    /// <summary>Puts a text in the box and the cursor behind it.</summary>
    public Task FillAsync(string text) => TellAsync("fill", text);

    /// <summary>Puts the cursor back in the box when the picker has gone, except where that would bring up a keyboard on the screen.</summary>
    public Task ReturnAsync() => TellAsync("returnFromPicker");

    /// <summary>Called by the browser when the prompt is sent. False means that it stays in the box.</summary>
    [JSInvokable]
    public async Task<bool> SubmitAsync(string text)
    {
        var length = CompareRequestReader.CountCharacters(text);
        _refusal = string.IsNullOrWhiteSpace(text) ? "Write a prompt first."
            : length > Limit ? TooLong(length)
            : Labels.Count == 0 ? "Choose at least one model first."
            : await Send(text);
        StateHasChanged();
        return _refusal is null;
    }

    /// <summary>Called by the browser in place of <see cref="SubmitAsync"/> when the text is too long to be sent at all.</summary>
    [JSInvokable]
    public void RefuseLength(int length)
    {
        _refusal = TooLong(length);
        StateHasChanged();
    }

    /// <summary>Called by the browser when the text changes after a refusal.</summary>
    [JSInvokable]
    public void ForgetRefusal()
    {
        _refusal = null;
        StateHasChanged();
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_attached.Task.IsCompletedSuccessfully)
            {
                var box = await _attached.Task;
                await box.InvokeVoidAsync("dispose");
                await box.DisposeAsync();
            }

            if (_module is not null)
            {
                await _module.DisposeAsync();
            }
        }
        catch (Exception exception) when (exception is JSDisconnectedException or OperationCanceledException)
        {
            // The browser has gone, and the page with it.
        }

        _reference?.Dispose();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        try
        {
            _reference = DotNetObjectReference.Create(this);
            _module = await JS.InvokeAsync<IJSObjectReference>("import", "./js/composer.js");
            _attached.SetResult(await _module.InvokeAsync<IJSObjectReference>("attach", _textarea, _button, _reference, MostCharacters));
        }
        catch (Exception exception) when (exception is JSDisconnectedException or OperationCanceledException)
        {
            // The browser has gone before the page was there.
        }
    }

    private void ChooseHistory(int entry, string? lane) =>
        LineUp.ChooseHistory(entry, int.TryParse(lane, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null);

    private async Task TellAsync(string name, params object?[] arguments)
    {
        var box = await _attached.Task;
        try
        {
            await box.InvokeVoidAsync(name, arguments);
        }
        catch (Exception exception) when (exception is JSDisconnectedException or OperationCanceledException)
        {
            // The browser has gone.
        }
    }

    private string TooLong(int length) => $"The prompt has {length:N0} characters; {Limit:N0} is the limit. Shorten it.";
}
