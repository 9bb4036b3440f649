using System.IO.Compression;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Export;
using CompareIntel.Tests.Support;

namespace CompareIntel.Tests.Core.Export;

public sealed class ComparisonZipTests
{
    [Fact]
    public async Task WriteAsync_SeveralComparisons_EachAsMarkdownAndAsJsonThatCanBeImported()
    {
        LiveComparison[] comparisons = [RecordedComparison.Random(1), RecordedComparison.Random(2), RecordedComparison.Random(1)];
        var counts = new List<int>();
        using var stream = new ForwardStream();

        await ComparisonZip.WriteAsync(comparisons.ToAsyncEnumerable(), stream, new Counts(counts), TestContext.Current.CancellationToken);

        Assert.Equal([1, 2, 3], counts);
        using var zip = new ZipArchive(stream.ToRead());
        Assert.Equal(6, zip.Entries.Select(static entry => entry.FullName).Distinct().Count());
        foreach (var entry in zip.Entries.Where(static entry => entry.FullName.EndsWith(".json", StringComparison.Ordinal)))
        {
            await using var content = await entry.OpenAsync(TestContext.Current.CancellationToken);
            var imported = await ComparisonImport.ReadAsync(content, null, null, TestContext.Current.CancellationToken);
            Assert.Contains(imported.Id, comparisons.Select(static comparison => comparison.Id));
        }
    }

    [Fact]
    public void FileName_AnyPrompt_IsAPlainName()
    {
        var comparison = RecordedComparison.WithAnswers("../../Wie geht's, \"Welt\"? 漢字 and a good many more words than a name needs", ("a", "", "x"));

        Assert.Equal("2026-11-23-wie-geht-s-welt-and-a-good-many-more-words-than-abcdefgh", ExportFileName.Of(comparison));
    }

    private sealed class Counts(List<int> counts) : IProgress<int>
    {
        public void Report(int value) => counts.Add(value);
    }

    /// <summary>Takes bytes as an HTTP response does: in order, and never synchronously.</summary>
    private sealed class ForwardStream : Stream
    {
        private readonly MemoryStream _bytes = new();

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public MemoryStream ToRead() => new(_bytes.ToArray());

        public override void Flush() => throw new InvalidOperationException("Synchronous.");

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new InvalidOperationException("Synchronous.");

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => _bytes.WriteAsync(buffer, cancellationToken);

        protected override void Dispose(bool disposing)
        {
            _bytes.Dispose();
            base.Dispose(disposing);
        }
    }
}
