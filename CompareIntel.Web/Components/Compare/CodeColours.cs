using System.Threading.Channels;
using CompareIntel.Core.Markdown;

namespace CompareIntel.Web.Components.Compare;

/// <summary>
/// Colours code off the pages' loops: one block after another for the whole server, on a thread of its own, so that none of the few threads that
/// text needs waits for a grammar. Colours are a comfort: they take about a tenth of a core, and come later when there is much to colour.
/// </summary>
public sealed class CodeColours : IDisposable
{
    // After a block has taken its time, nothing is done for this many times as long.
    private const int RestFactor = 9;

    // A language's first block has its grammar to load, which is not what the next one will take.
    private static readonly TimeSpan s_longestRest = TimeSpan.FromSeconds(1);

    private readonly Channel<Block> _blocks = Channel.CreateUnbounded<Block>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _stop = new();
    private readonly CodeHighlighter _highlighter;
    private readonly TimeProvider _timeProvider;
    private int _hasThread;

    public CodeColours(CodeHighlighter highlighter, TimeProvider timeProvider)
    {
        _highlighter = highlighter;
        _timeProvider = timeProvider;
    }

    /// <summary>Calls <paramref name="done"/> with the tokens, on another thread, unless the code has no colours or nobody wants them any more.</summary>
    public void Enqueue(SettledCode code, Action<string> done, CancellationToken cancellationToken)
    {
        _blocks.Writer.TryWrite(new Block(code, done, cancellationToken));
        if (Interlocked.Exchange(ref _hasThread, 1) == 0)
        {
            new Thread(Run) { IsBackground = true, Name = "Code colours" }.Start();
        }
    }

    public void Dispose()
    {
        _blocks.Writer.TryComplete();
        _stop.Cancel();
    }

    private void Run()
    {
        var stop = _stop.Token;
        while (!stop.IsCancellationRequested)
        {
            if (!_blocks.Reader.TryRead(out var block))
            {
                if (!_blocks.Reader.WaitToReadAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult())
                {
                    return;
                }
            }
            else if (!block.CancellationToken.IsCancellationRequested)
            {
                var start = _timeProvider.GetTimestamp();
                Colour(block);
                var rest = RestFactor * _timeProvider.GetElapsedTime(start);
                stop.WaitHandle.WaitOne(rest < s_longestRest ? rest : s_longestRest);
            }
        }
    }

    private void Colour(Block block)
    {
        try
        {
            if (_highlighter.Highlight(block.Code.Language, block.Code.Code, block.CancellationToken) is { Length: > 0 } tokens)
            {
                block.Done(tokens);
            }
        }
        catch (OperationCanceledException)
        {
            // The page has gone.
        }
    }

    private readonly record struct Block(SettledCode Code, Action<string> Done, CancellationToken CancellationToken);
}
