using CompareIntel.Core;
using CompareIntel.Core.Comparisons;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;

namespace CompareIntel.Tests.Core;

public sealed class LastValidOptionsMonitorTests
{
    private readonly FakeLogCollector _log = new();

    [Theory]
    [InlineData("13")]
    [InlineData("many")]
    public void CurrentValue_ChangedToSomethingInvalid_StaysAndIsLoggedOnce(string value)
    {
        var (configuration, options) = Create("5");
        Assert.Equal(5, options.CurrentValue.MaxLanes);

        configuration["Comparisons:MaxLanes"] = value;
        configuration.Reload();

        Assert.Equal(5, options.CurrentValue.MaxLanes);
        Assert.Equal(5, options.CurrentValue.MaxLanes);
        Assert.Single(_log.GetSnapshot(), static line => line.Level == LogLevel.Error);

        configuration["Comparisons:MaxLanes"] = "7";
        configuration.Reload();
        Assert.Equal(7, options.CurrentValue.MaxLanes);
    }

    [Fact]
    public void CurrentValue_InvalidFromTheStart_Throws() =>
        Assert.Throws<OptionsValidationException>(() => Create("13").Options.CurrentValue);

    private (IConfigurationRoot Configuration, IOptionsMonitor<ComparisonOptions> Options) Create(string maxLanes)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Comparisons:MaxLanes", maxLanes)]).Build();
        var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddLogging(builder => builder.AddProvider(new FakeLoggerProvider(_log)))
            .AddCompareIntelCore()
            .BuildServiceProvider();
        return (configuration, services.GetRequiredService<IOptionsMonitor<ComparisonOptions>>());
    }
}
