namespace CompareIntel.Core.Providers.Simulated;

/// <summary>One piece of an answer and when it is due, counted from the request.</summary>
internal readonly record struct SimulatedDelta(TimeSpan Due, bool IsReasoning, string Text);
