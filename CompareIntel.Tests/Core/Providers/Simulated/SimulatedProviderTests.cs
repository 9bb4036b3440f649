using CompareIntel.Core.Providers.Simulated;

namespace CompareIntel.Tests.Core.Providers.Simulated;

public sealed class SimulatedProviderTests
{
    [Fact]
    public async Task ListModelsAsync_Always_DescribesEveryModelAsSimulatedAndWithoutPrice()
    {
        var provider = new SimulatedProvider("made-up", new() { MaxConcurrentLanes = 4 }, TimeProvider.System);
        var models = await provider.ListModelsAsync(CancellationToken.None);

        Assert.True(provider.IsSimulated);
        Assert.False(provider.AcceptsUnlistedModels);
        Assert.Equal(4, provider.MaxConcurrentLanes);
        Assert.Equal(models.Count, models.Select(static model => model.Id).Distinct().Count());
        Assert.All(models, static model =>
        {
            Assert.True(model.IsSimulated);
            Assert.Equal("made-up", model.Provider);
            Assert.Equal(model.Id.ToLowerInvariant(), model.Id);
            Assert.DoesNotContain(':', model.Id);
            Assert.NotEmpty(model.Description);
            Assert.Null(model.InputPricePerMillion);
            Assert.Null(model.OutputPricePerMillion);
        });
    }
}
