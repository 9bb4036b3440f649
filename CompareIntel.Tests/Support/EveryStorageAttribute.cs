using System.Reflection;
using CompareIntel.Core.Storage;
using Xunit.Sdk;
using Xunit.v3;

namespace CompareIntel.Tests.Support;

/// <summary>Runs a theory on every database.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class EveryStorageAttribute : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([.. Enum.GetValues<StorageProvider>().Select(static provider => new TheoryDataRow(provider))]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
