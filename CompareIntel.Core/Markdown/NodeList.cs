using System.Text;

namespace CompareIntel.Core.Markdown;

/// <summary>Collects nodes; text that follows text becomes one run, which is then cut at fixed places.</summary>
internal sealed class NodeList
{
    private readonly List<MarkdownNode> _nodes = [];
    private readonly StringBuilder _run = new();

    public void Open(MarkdownElement element)
    {
        EndRun();
        _nodes.Add(MarkdownNode.Open(element));
    }

    public void Set(MarkdownProperty property, string value) => _nodes.Add(MarkdownNode.Set(property, value));

    public void Text(ReadOnlySpan<char> text) => _run.Append(text);

    /// <summary>One line of code; its end is part of it.</summary>
    public void CodeLine(ReadOnlySpan<char> line)
    {
        EndRun();
        TextCutter.Cut(line, TextCutter.CodeLength, _nodes);
    }

    public void Close()
    {
        EndRun();
        _nodes.Add(MarkdownNode.Close);
    }

    /// <summary>What was collected; the list is empty again.</summary>
    public MarkdownNode[] Take()
    {
        EndRun();
        MarkdownNode[] nodes = [.. _nodes];
        _nodes.Clear();
        return nodes;
    }

    private void EndRun()
    {
        if (_run.Length > 0)
        {
            TextCutter.Cut(_run.ToString(), TextCutter.NodeLength, _nodes);
            _run.Clear();
        }
    }
}
