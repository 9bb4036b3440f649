using System.Text.Json;

namespace CompareIntel.Benchmarks.Circuits;

/// <summary>What a browser's scripts would answer when the server calls them: a store with empty lists that takes everything, and otherwise nothing.</summary>
internal sealed class ScriptAnswers
{
    private const int ObjectReference = 1;
    private const int Nothing = 3;

    private int _objects;

    /// <summary>The object that takes events of the page, once the server has handed it over; 0 before.</summary>
    public long EventReceiver { get; private set; }

    /// <summary>The result as JSON.</summary>
    public string Answer(string identifier, string argumentsJson, int resultType)
    {
        if (identifier == "Blazor._internal.attachWebRendererInterop")
        {
            using var arguments = JsonDocument.Parse(argumentsJson);
            EventReceiver = arguments.RootElement[1].GetProperty("__dotNetObject").GetInt64();
        }

        return resultType switch
        {
            ObjectReference => $$"""{"__jsObjectId":{{++_objects}}}""",
            Nothing => "null",

            // The framework's own and the component library's are asked for by their full names; the product's are functions of a module.
            _ when identifier.Contains('.', StringComparison.Ordinal) => "null",
            _ when identifier.StartsWith("get", StringComparison.Ordinal) => "[]",
            _ => "true",
        };
    }
}
