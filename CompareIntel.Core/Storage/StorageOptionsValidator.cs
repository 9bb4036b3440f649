using Microsoft.Extensions.Options;

namespace CompareIntel.Core.Storage;

/// <summary>Checks what <see cref="StorageOptions"/> demands.</summary>
[OptionsValidator]
internal sealed partial class StorageOptionsValidator : IValidateOptions<StorageOptions>;
