using Microsoft.Extensions.Options;

namespace CompareIntel.Core.Diagnostics;

[OptionsValidator]
internal sealed partial class DiagnosticsOptionsValidator : IValidateOptions<DiagnosticsOptions>;
