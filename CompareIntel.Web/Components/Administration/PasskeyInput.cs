namespace CompareIntel.Web.Components.Administration;

/// <summary>What a form that a passkey answers brings back.</summary>
public sealed class PasskeyInput
{
    /// <summary>The passkey's answer as the browser's JSON.</summary>
    public string? Credential { get; set; }

    /// <summary>What its owner calls it.</summary>
    public string? Name { get; set; }
}
