namespace CompareIntel.Web.Components.Compare;

/// <summary>A long prompt on its way to the server.</summary>
internal sealed class PromptUpload(int bytes) : IDisposable
{
    private const double BytesPerMegabyte = 1_000_000;

    private readonly CancellationTokenSource _cancellation = new();

    public int Bytes => bytes;

    public int Received { get; set; }

    /// <summary>Cancelled when the user does not want to send it any more.</summary>
    public CancellationToken Cancelled => _cancellation.Token;

    public void Cancel() => _cancellation.Cancel();

    public void Dispose() => _cancellation.Dispose();

    public override string ToString() => $"Sending the prompt: {Received / BytesPerMegabyte:0.0} of {bytes / BytesPerMegabyte:0.0} MB";
}
