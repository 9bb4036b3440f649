using CompareIntel.Core.Providers;
using CompareIntel.Core.Providers.OpenAICompatible;

namespace CompareIntel.Tests.Core.Providers.OpenAICompatible;

public sealed class ChatChunkReaderTests
{
    [Fact]
    public void Read_OrdinaryChunk_AllocatesTheDeltaOnly()
    {
        var reader = new ChatChunkReader(new FailureMapper("x", new SecretRedactor(new ProviderOptions()), TimeProvider.System));
        var data = """{"id":"gen-1763900000-abcdefghij","provider":"P","model":"vendor/model","object":"chat.completion.chunk","created":1763900000,"choices":[{"index":0,"delta":{"role":"assistant","content":" word"},"finish_reason":null,"native_finish_reason":null,"logprobs":null}]}"""u8.ToArray();
        reader.Read("message", data, isAtEnd: false);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            reader.Read("message", data, isAtEnd: false);
        }

        // A string of five characters takes 32 bytes.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 32 * 1000);
    }
}
