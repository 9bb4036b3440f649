using System.Text;
using CompareIntel.Web.Api;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace CompareIntel.Web.Components.Compare;

/// <summary>
/// Where the prompt is written. The text stays in the browser until it is sent, so that typing never waits for the server and a refusal loses nothing.
/// </summary>
public sealed partial class PromptComposer : IAsyncDisposable
{
    /// <summary>The <see cref="DraftKey"/> of a comparison that has not begun.</summary>
    public const string NewDraft = "new";

    // UTF-8 takes no more for a character.
    private const int MostBytesPerCharacter = 4;

    // Below this a prompt has arrived before anybody could read about it.
    private const int LeastShownBytes = 200_000;

    private const int PieceBytes = 64 * 1024;

    private static readonly TimeSpan s_progressInterval = TimeSpan.FromMilliseconds(100);

    private readonly TaskCompletionSource<IJSObjectReference> _attached = new();
    private ElementReference _textarea;
    private ElementReference _button;
    private DotNetObjectReference<PromptComposer>? _reference;
    private IJSObjectReference? _module;
    private PromptUpload? _upload;
    private string? _refusal;
    private string? _attachedKey;

    [Inject]
    public required IJSRuntime JS { get; init; }

    [Inject]
    public required TimeProvider TimeProvider { get; init; }

    /// <summary>The conversation whose draft stands in the box: a comparison's id or <see cref="NewDraft"/>. The browser keeps one draft for each.</summary>
    [Parameter]
    public string DraftKey { get; set; } = NewDraft;

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

    /// <summary>Shows the settings of the entry with this key.</summary>
    [Parameter]
    public EventCallback<int> OpenSettings { get; set; }

    /// <summary>Shows the line-ups that are kept under names.</summary>
    [Parameter]
    public EventCallback OpenLineUps { get; set; }

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
            : length > MaxCharacters ? TooLong(length)
            : Labels.Count == 0 ? "Choose at least one model first."
            : await Send(text);
        StateHasChanged();
        return _refusal is null;
    }

    /// <summary>
    /// Called by the browser in place of <see cref="SubmitAsync"/> for a text that is too long for one message: it comes in pieces, as UTF-8. False
    /// means that it stays in the box.
    /// </summary>
    [JSInvokable]
    public async Task<bool> SubmitLongAsync(IJSStreamReference text)
    {
        await using (text)
        {
            if (text.Length > (long)MaxCharacters * MostBytesPerCharacter)
            {
                return Refuse($"The prompt is longer than {MaxCharacters:N0} characters, which is the limit. Shorten it.");
            }

            string prompt;
            try
            {
                prompt = await ReceiveAsync(text);
            }
            catch (OperationCanceledException)
            {
                return Refuse("Not sent: you have cancelled it. The prompt is still here.");
            }
            catch (Exception exception) when (exception is IOException or TimeoutException or InvalidDataException)
            {
                return Refuse("Not sent: the prompt did not arrive whole. Send it again.");
            }

            return await SubmitAsync(prompt);
        }
    }

    /// <summary>Called by the browser in place of <see cref="SubmitAsync"/> when the text is longer than the limit.</summary>
    [JSInvokable]
    public void RefuseLength(int length) => Refuse(TooLong(length));

    /// <summary>Called by the browser when the text changes after a refusal.</summary>
    [JSInvokable]
    public void ForgetRefusal()
    {
        _refusal = null;
        StateHasChanged();
    }

    public async ValueTask DisposeAsync()
    {
        _upload?.Cancel();
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
            if (_attachedKey != DraftKey)
            {
                _attachedKey = DraftKey;
                await TellAsync("change", DraftKey);
            }

            return;
        }

        _attachedKey = DraftKey;
        try
        {
            _reference = DotNetObjectReference.Create(this);
            _module = await JS.InvokeAsync<IJSObjectReference>("import", "./js/composer.js");
            _attached.SetResult(await _module.InvokeAsync<IJSObjectReference>("attach", _textarea, _button, _reference, _attachedKey));
        }
        catch (Exception exception) when (exception is JSDisconnectedException or OperationCanceledException)
        {
            // The browser has gone before the page was there.
        }
    }

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

    private async Task<string> ReceiveAsync(IJSStreamReference text)
    {
        var bytes = new byte[text.Length];
        using var upload = new PromptUpload(bytes.Length);
        if (bytes.Length >= LeastShownBytes)
        {
            _upload = upload;
            _refusal = null;
            StateHasChanged();
        }

        try
        {
            await using var stream = await text.OpenReadStreamAsync(bytes.Length, upload.Cancelled);
            var shownAt = TimeProvider.GetTimestamp();
            while (upload.Received < bytes.Length)
            {
                var count = await stream.ReadAsync(bytes.AsMemory(upload.Received, Math.Min(PieceBytes, bytes.Length - upload.Received)), upload.Cancelled);
                if (count == 0)
                {
                    throw new EndOfStreamException();
                }

                upload.Received += count;
                if (TimeProvider.GetElapsedTime(shownAt) >= s_progressInterval)
                {
                    shownAt = TimeProvider.GetTimestamp();
                    StateHasChanged();
                }
            }
        }
        finally
        {
            _upload = null;
        }

        return Encoding.UTF8.GetString(bytes);
    }

    private bool Refuse(string refusal)
    {
        _refusal = refusal;
        StateHasChanged();
        return false;
    }

    private string TooLong(int length) => $"The prompt has {length:N0} characters; {MaxCharacters:N0} is the limit. Shorten it.";
}
