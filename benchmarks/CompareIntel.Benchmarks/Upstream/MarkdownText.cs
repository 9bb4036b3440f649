using System.Globalization;
using System.Text;

namespace CompareIntel.Benchmarks.Upstream;

/// <summary>
/// A made-up answer. The same for the same <see cref="MarkdownAnswer"/> in every process, so that who reads it knows what must arrive. ASCII only: a
/// character is a byte.
/// </summary>
internal sealed class MarkdownText
{
    /// <summary>Stands for a stamp's characters until upstream knows what it says.</summary>
    public const char StampPlace = '\u0001';

    private const int CharactersPerDelta = 4;

    /// <summary>Characters between stamps, about.</summary>
    private const int StampDistance = 40;

    private const int ParagraphLength = 600;
    private static readonly string[] s_types = ["int", "string", "double", "TimeSpan", "List<int>", "byte[]"];

    private readonly StringBuilder _text = new();
    private readonly List<string> _runs = [];
    private readonly MarkdownAnswer _answer;
    private readonly Random _random;
    private int _runStart;
    private int _lastStamp;

    private MarkdownText(MarkdownAnswer answer)
    {
        _answer = answer;
        _random = new Random(answer.Seed + ((int)answer.Kind * 1_000));
        switch (answer.Kind)
        {
            case MarkdownKind.Mixed:
                AddMixed();
                break;
            case MarkdownKind.Prose:
                AddUntilFull(() => AddParagraph(ParagraphLength));
                break;
            case MarkdownKind.Paragraph:
                AddParagraph(answer.Characters);
                break;
            case MarkdownKind.List:
                AddList(int.MaxValue);
                break;
            case MarkdownKind.Code:
                Code = AddCode(int.MaxValue);
                break;
            case MarkdownKind.Table:
                AddTable(int.MaxValue);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(answer), answer.Kind, null);
        }

        AddStampAtEnd();
        Markdown = _text.ToString();
        Deltas = SplitIntoDeltas(Markdown);
    }

    /// <summary>The whole answer as the model writes it, each stamp as <see cref="StampPlace"/> many times.</summary>
    public string Markdown { get; }

    /// <summary>Its pieces in order; a stamp is one by itself.</summary>
    public IReadOnlyList<string> Deltas { get; }

    /// <summary>How many of the deltas are stamps. The last delta is one.</summary>
    public int Stamps => Deltas.Count(static delta => delta[0] == StampPlace);

    /// <summary>Texts without any formatting that a reader must see, in this order, however the answer is shown. None of formulas.</summary>
    public IReadOnlyList<string> Runs => _runs;

    /// <summary>What is in the fence of an answer that is one fence.</summary>
    public string? Code { get; }

    public static MarkdownText Of(MarkdownAnswer answer) => new(answer);

    private bool IsFull => _text.Length >= _answer.Characters;

    private static List<string> SplitIntoDeltas(string text)
    {
        var deltas = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            var length = WordStamp.Length;
            if (text[at] != StampPlace)
            {
                length = Math.Min(CharactersPerDelta, text.Length - at);
                var stamp = text.AsSpan(at, length).IndexOf(StampPlace);
                length = stamp > 0 ? stamp : length;
            }

            deltas.Add(text.Substring(at, length));
            at += length;
        }

        return deltas;
    }

    private void AddUntilFull(Action add)
    {
        while (!IsFull)
        {
            add();
        }
    }

    private void AddMixed()
    {
        Action[] blocks =
        [
            AddHeading,
            () => AddParagraph(420),
            () => AddList(6),
            () => AddParagraph(300),
            () => AddCode(12),
            () => AddParagraph(260),
            () => AddTable(6),
            () => AddParagraph(200),
            AddFormula,
        ];

        // Lanes begin with different blocks, as different models would.
        for (var next = _answer.Seed; !IsFull; next++)
        {
            blocks[next % blocks.Length]();
        }
    }

    private void AddHeading()
    {
        _text.Append("## ");
        AddRun(() => AddWords(5));
        _text.Append("\n\n");
    }

    private void AddParagraph(int length)
    {
        var end = _text.Length + length;
        while (_text.Length < end && !IsFull)
        {
            switch (_random.Next(9))
            {
                case 0:
                    AddAround("**", "**", 2);
                    break;
                case 1:
                    AddAround("`", "`", 1);
                    break;
                case 2 when _answer.Kind == MarkdownKind.Mixed:
                    _text.Append(CultureInfo.InvariantCulture, $"$x_{_random.Next(9)}^{_random.Next(2, 9)}$");
                    break;
                default:
                    AddRun(AddSentence);
                    break;
            }

            _text.Append(' ');
        }

        _text.Length--;
        _text.Append("\n\n");
    }

    private void AddList(int items)
    {
        for (var item = 1; item <= items && !IsFull; item++)
        {
            _text.Append(CultureInfo.InvariantCulture, $"{item}. ");
            if (_random.Next(3) == 0)
            {
                AddAround("**", "**", 2);
                _text.Append(' ');
            }

            AddRun(AddSentence);
            _text.Append('\n');
        }

        _text.Append('\n');
    }

    private string AddCode(int lines)
    {
        _text.Append("```csharp\n");
        var start = _text.Length;
        for (var line = 0; line < lines && !IsFull; line++)
        {
            AddRun(AddCodeLine);
            _text.Append('\n');
        }

        var code = _text.ToString(start, _text.Length - start);
        _text.Append("```\n\n");
        return code;
    }

    private void AddCodeLine()
    {
        switch (_random.Next(5))
        {
            case 0:
                _text.Append("    // ");
                AddWords(6);
                break;
            case 1:
                _text.Append(CultureInfo.InvariantCulture, $"    if ({Word()} < {_random.Next(100)} && {Word()} != {Word()})");
                break;
            case 2:
                _text.Append(CultureInfo.InvariantCulture, $"    public {s_types[_random.Next(s_types.Length)]} {Capital(Word())}({s_types[_random.Next(s_types.Length)]} {Word()}) => {Word()};");
                break;
            default:
                _text.Append(CultureInfo.InvariantCulture, $"    var {Word()}{_random.Next(9)} = {Capital(Word())}.{Capital(Word())}({Word()}, {_random.Next(1_000)}, \"{Word()}\");");
                break;
        }
    }

    private void AddTable(int rows)
    {
        _text.Append('|');
        for (var column = 0; column < 4; column++)
        {
            AddCell(1);
        }

        _text.Append("\n|---|---|--:|---|\n");
        for (var row = 0; row < rows && !IsFull; row++)
        {
            _text.Append('|');
            AddCell(2);
            AddCell(1);
            _text.Append(CultureInfo.InvariantCulture, $" {_random.Next(10_000)} |");
            AddCell(4);
            _text.Append('\n');
        }

        _text.Append('\n');
    }

    private void AddCell(int words)
    {
        _text.Append(' ');
        AddRun(() => AddWords(words));
        _text.Append(" |");
    }

    private void AddFormula() => _text.Append(
        CultureInfo.InvariantCulture,
        $"$$\n\\frac{{a_{{{_random.Next(9)}}}}}{{b^{{{_random.Next(2, 9)}}}}} + \\sum_{{i=1}}^{{{_random.Next(10, 99)}}} x_i = \\sqrt{{{_random.Next(2, 99)}}}\n$$\n\n");

    private void AddAround(string before, string after, int words)
    {
        _text.Append(before);
        AddRun(() => AddWords(words));
        _text.Append(after);
    }

    private void AddSentence()
    {
        var start = _text.Length;
        AddWords(_random.Next(5, 14));
        _text[start] = char.ToUpperInvariant(_text[start]);
        _text.Append('.');
    }

    private void AddWords(int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (i > 0)
            {
                _text.Append(i % 6 == 5 ? ", " : " ");
                AddStampIfDue();
            }

            _text.Append(Word());
        }
    }

    private void AddStampIfDue()
    {
        if (_answer.IsStamped && _text.Length - _lastStamp >= StampDistance)
        {
            AddStamp();
            _text.Append(' ');
        }
    }

    private void AddStampAtEnd()
    {
        if (_answer.IsStamped)
        {
            _text.Append("End ");
            AddStamp();
        }
    }

    private void AddStamp()
    {
        _text.Append(StampPlace, WordStamp.Length);
        _lastStamp = _text.Length;
    }

    private void AddRun(Action add)
    {
        _runStart = _text.Length;
        add();
        _runs.Add(_text.ToString(_runStart, _text.Length - _runStart));
    }

    private string Word()
    {
        // The product of two even numbers favours the front of the list, as language does.
        var words = MarkdownVocabulary.Words;
        return words[(int)(_random.NextDouble() * _random.NextDouble() * words.Length)];
    }

    private static string Capital(string word) => $"{char.ToUpperInvariant(word[0])}{word[1..]}";
}
