using Microsoft.Extensions.Options;

namespace CompareIntel.Core.Comparisons;

/// <summary>Checks the ranges that <see cref="TierLimits"/> declares.</summary>
[OptionsValidator]
public sealed partial class TierOptionsValidator : IValidateOptions<TierOptions>;
