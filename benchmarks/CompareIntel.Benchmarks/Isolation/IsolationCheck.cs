namespace CompareIntel.Benchmarks.Isolation;

/// <summary>One thing that must hold.</summary>
internal readonly record struct IsolationCheck(string Text, bool IsReached)
{
    public override string ToString() => $"{(IsReached ? "pass" : "FAIL")} {Text}";
}
