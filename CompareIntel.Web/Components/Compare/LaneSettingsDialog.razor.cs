using System.Globalization;
using CompareIntel.Core.Comparisons;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace CompareIntel.Web.Components.Compare;

/// <summary>Sets what one model of the line-up is sent besides the prompt. Its result is a <see cref="LaneSettingsChoice"/>.</summary>
public sealed partial class LaneSettingsDialog
{
    private string? _system;
    private string? _temperature;
    private string? _topP;
    private string? _tokens;
    private string? _fault;

    [CascadingParameter]
    public required IMudDialogInstance Dialog { get; set; }

    /// <summary>The model's name.</summary>
    [Parameter]
    [EditorRequired]
    public required string Name { get; set; }

    /// <summary>The settings as they are.</summary>
    [Parameter]
    [EditorRequired]
    public required LaneSettings Settings { get; set; }

    /// <summary>Output tokens that the server allows at most.</summary>
    [Parameter]
    [EditorRequired]
    public required int MaxOutputTokens { get; set; }

    /// <summary>Whether there are other models to set the same for.</summary>
    [Parameter]
    public bool HasOthers { get; set; }

    protected override void OnInitialized() => Show(Settings);

    private void Clear() => Show(LaneSettings.Default);

    private void Show(LaneSettings settings)
    {
        _fault = null;
        _system = settings.System;
        _temperature = settings.Temperature?.ToString(CultureInfo.InvariantCulture);
        _topP = settings.TopP?.ToString(CultureInfo.InvariantCulture);
        _tokens = settings.MaxOutputTokens?.ToString(CultureInfo.InvariantCulture);
    }

    private void Save(bool isForAll)
    {
        // Whoever writes numbers with a comma means the same by it.
        if (!TryRead<float>(_temperature?.Replace(',', '.'), NumberStyles.AllowDecimalPoint, out var temperature))
        {
            _fault = "The temperature must be a number between 0 and 2.";
        }
        else if (!TryRead<float>(_topP?.Replace(',', '.'), NumberStyles.AllowDecimalPoint, out var topP))
        {
            _fault = "Top p must be a number between 0 and 1.";
        }
        else if (!TryRead<int>(_tokens, NumberStyles.AllowThousands, out var tokens) || tokens > MaxOutputTokens)
        {
            _fault = string.Create(CultureInfo.InvariantCulture, $"The output tokens must be a whole number from 1 to {MaxOutputTokens:N0}.");
        }
        else
        {
            var settings = new LaneSettings(string.IsNullOrWhiteSpace(_system) ? null : _system, temperature, topP, tokens);
            _fault = settings.FindFault();
            if (_fault is null)
            {
                Dialog.Close(DialogResult.Ok(new LaneSettingsChoice(settings, isForAll)));
            }
        }
    }

    private static bool TryRead<T>(string? text, NumberStyles styles, out T? value)
        where T : struct, System.Numerics.INumber<T>
    {
        value = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            return true;
        }

        var isNumber = T.TryParse(text.Trim(), styles, CultureInfo.InvariantCulture, out var number);
        value = number;
        return isNumber;
    }
}

/// <summary>What was chosen.</summary>
/// <param name="Settings">The settings.</param>
/// <param name="IsForAll">For every model of the line-up, not for the one alone.</param>
public sealed record LaneSettingsChoice(LaneSettings Settings, bool IsForAll);
