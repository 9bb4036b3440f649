using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace CompareIntel.Benchmarks.Upstream;

/// <summary>One model of the upstream: the bytes of its chunks, all but the stamp made beforehand.</summary>
internal sealed class UpstreamModel(string id, UpstreamFault fault)
{
    private readonly byte[] _beforeStamp = Encoding.UTF8.GetBytes(Head(id) + """ "choices":[{"index":0,"delta":{"content":" """.Trim());
    private readonly byte[] _afterStamp = "\"},\"finish_reason\":null}]}\n\n"u8.ToArray();

    public string Id { get; } = id;

    public UpstreamFault Fault { get; } = fault;

    public void WriteDelta(PipeWriter writer, DeltaStamp stamp)
    {
        writer.Write(_beforeStamp);
        stamp.Write(writer.GetSpan(DeltaStamp.Length));
        writer.Advance(DeltaStamp.Length);
        writer.Write(_afterStamp);
    }

    /// <summary>A delta with this text, which is escaped as JSON wants it.</summary>
    public void WriteText(PipeWriter writer, ReadOnlySpan<byte> text)
    {
        writer.Write(_beforeStamp);
        writer.Write(text);
        writer.Write(_afterStamp);
    }

    /// <summary>The finish reason, the usage and the end mark.</summary>
    public void WriteEnd(PipeWriter writer, int deltas)
    {
        var text = $$$"""
            {{{Head(Id)}}}"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

            {{{Head(Id)}}}"choices":[],"usage":{"prompt_tokens":10,"completion_tokens":{{{deltas}}},"total_tokens":{{{deltas + 10}}} }}

            data: [DONE]


            """;
        writer.Write(Encoding.UTF8.GetBytes(text));
    }

    private static string Head(string id) =>
        $$"""data: {"id":"chatcmpl-{{id}}","object":"chat.completion.chunk","created":1767225600,"model":"{{id}}",""";
}
