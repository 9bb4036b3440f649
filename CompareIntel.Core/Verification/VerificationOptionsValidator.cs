using System.Globalization;
using Microsoft.Extensions.Options;

namespace CompareIntel.Core.Verification;

[OptionsValidator]
internal sealed partial class VerificationOptionsValidator : IValidateOptions<VerificationOptions>;

/// <summary>What attributes can't say.</summary>
internal sealed class VerificationCountsValidator : IValidateOptions<VerificationOptions>
{
    public ValidateOptionsResult Validate(string? name, VerificationOptions options)
    {
        if (options.Counts.Any(static count => count is < 2 or > ReleaseVerifier.MostModels))
        {
            return ValidateOptionsResult.Fail($"{VerificationOptions.SectionName}:{nameof(VerificationOptions.Counts)} are whole numbers from 2 to {ReleaseVerifier.MostModels}.");
        }

        return options.MaxSeconds.Any(static limit => !int.TryParse(limit.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _) || limit.Value is not > 0)
            ? ValidateOptionsResult.Fail($"{VerificationOptions.SectionName}:{nameof(VerificationOptions.MaxSeconds)} has seconds above 0 by numbers of models, such as \"3\": 10.")
            : ValidateOptionsResult.Success;
    }
}
