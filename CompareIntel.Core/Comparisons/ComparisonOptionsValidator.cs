using Microsoft.Extensions.Options;

namespace CompareIntel.Core.Comparisons;

/// <summary>Checks the ranges that <see cref="ComparisonOptions"/> declares.</summary>
[OptionsValidator]
public sealed partial class ComparisonOptionsValidator : IValidateOptions<ComparisonOptions>;
