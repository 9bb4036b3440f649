using System.IO.Pipelines;
using System.Text.Json;

namespace CompareIntel.Benchmarks.Upstream;

/// <summary>A model that answers with a made-up text at a pace of its own; all of it but the stamps is made beforehand.</summary>
internal sealed class MarkdownModel(MarkdownAnswer answer)
{
    private readonly UpstreamModel _model = new(answer.ToString(), UpstreamFault.None);
    private readonly byte[]?[] _deltas =
    [
        .. MarkdownText.Of(answer).Deltas.Select(static delta =>
            delta[0] == MarkdownText.StampPlace ? null : JsonEncodedText.Encode(delta).EncodedUtf8Bytes.ToArray()),
    ];

    public int Rate => answer.Rate;

    public int Deltas => _deltas.Length;

    /// <summary>Writes this delta and gives the number of stamps so far, this one included.</summary>
    public int WriteDelta(PipeWriter writer, int index, int stamps, long now)
    {
        if (_deltas[index] is { } text)
        {
            _model.WriteText(writer, text);
            return stamps;
        }

        Span<byte> stamp = stackalloc byte[WordStamp.Length];
        new WordStamp(answer.Seed % WordStamp.Lanes, stamps, now).Write(stamp);
        _model.WriteText(writer, stamp);
        return stamps + 1;
    }

    public void WriteEnd(PipeWriter writer) => _model.WriteEnd(writer, Deltas);
}
