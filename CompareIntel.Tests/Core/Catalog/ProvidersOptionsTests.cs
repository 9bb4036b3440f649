using CompareIntel.Core.Catalog;
using CompareIntel.Core.Providers;
using CompareIntel.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CompareIntel.Tests.Core.Catalog;

public sealed class ProvidersOptionsTests
{
    private const string Key = "sk-secret";

    [Fact]
    public void Providers_NoConfiguration_IsTheSimulatedOneAlone()
    {
        var provider = Assert.Single(Registry().Providers);

        Assert.Equal("simulated", provider.Name);
        Assert.True(provider.IsSimulated);
    }

    [Fact]
    public void Providers_SimulatedDisabled_IsEmpty() =>
        Assert.Empty(Registry(("Providers:simulated:Disabled", "true")).Providers);

    [Fact]
    public void Providers_WellKnownVariables_AddTheirProvidersBeforeTheSimulatedOne()
    {
        var options = Options(
            ("GEMINI_API_KEY", Key), ("OLLAMA_HOST", "box"), ("OPENAI_API_KEY", Key), ("OPENROUTER_API_KEY", $" {Key} "),
            ("Providers:local:Kind", "openaicompatible"), ("Providers:local:BaseUrl", "http://127.0.0.1:9911/v1"));

        Assert.Equal(["local", "openrouter", "openai", "gemini", "ollama", "simulated"], options.Entries.Keys);
        Assert.Equal(new Uri("https://openrouter.ai/api/v1"), options.Entries["openrouter"].BaseUrl);
        Assert.Equal(new Uri("https://api.openai.com/v1"), options.Entries["openai"].BaseUrl);
        Assert.Equal(new Uri("https://generativelanguage.googleapis.com/v1beta/openai"), options.Entries["gemini"].BaseUrl);
        Assert.Equal(Key, options.Entries["openrouter"].ApiKey);
        Assert.Equal(1, options.Entries["ollama"].MaxConcurrentLanes);
        Assert.Null(options.Entries["ollama"].ApiKey);
        Assert.Equal(ProviderKind.OpenAICompatible, options.Entries["gemini"].Kind);
    }

    [Fact]
    public void Providers_WellKnownNameWithAnotherAddress_DoesNotGetTheKey()
    {
        var options = Options(
            ("OPENAI_API_KEY", Key), ("Providers:openai:Kind", "OpenAICompatible"), ("Providers:openai:BaseUrl", "http://proxy/v1"));

        Assert.Equal(new Uri("http://proxy/v1"), options.Entries["openai"].BaseUrl);
        Assert.Null(options.Entries["openai"].ApiKey);
    }

    [Fact]
    public void Providers_WellKnownNameWithoutAddress_IsCompleted()
    {
        var options = Options(("OPENROUTER_API_KEY", Key), ("Providers:openrouter:MaxConcurrentLanes", "9"));

        Assert.Equal(9, options.Entries["openrouter"].MaxConcurrentLanes);
        Assert.Equal(Key, options.Entries["openrouter"].ApiKey);
    }

    [Fact]
    public void Providers_Settings_AreRead()
    {
        var options = Options(
            ("Providers:simulated:Seed", "7"), ("Providers:simulated:Speed", "2.5"), ("Providers:simulated:MaxConcurrentLanes", "3"),
            ("Providers:local:Kind", "OpenAICompatible"), ("Providers:local:BaseUrl", "http://localhost:1/v1"),
            ("Providers:local:ApiKey", Key), ("Providers:local:Headers:X-Title", "CompareIntel"));

        Assert.Equal((7, 2.5, 3), (options.Entries["simulated"].Seed, options.Entries["simulated"].Speed, options.Entries["simulated"].MaxConcurrentLanes));
        Assert.Equal(Key, options.Entries["local"].ApiKey);
        Assert.Equal("CompareIntel", options.Entries["local"].Headers["x-title"]);
    }

    [Fact]
    public void Providers_ManyFaults_AreAllReportedWithoutAnyValue()
    {
        var fault = Assert.Throws<OptionsValidationException>(() => Options(
            ("Providers:Bad Name:Kind", "Simulated"),
            ("Providers:a:Kind", Key),
            ("Providers:b:BaseUrl", $"/{Key}"),
            ("Providers:b:Kind", "OpenAICompatible"),
            ("Providers:c:Kind", "OpenAICompatible"),
            ("Providers:c:ApiKey", Key),
            ("Providers:c:MaxConcurrentLanes", "0"),
            ("Providers:d:Kind", "OpenAICompatible"),
            ("Providers:d:BaseUrl", $"ftp://{Key}"),
            ("Providers:e:Kind", "Simulated"),
            ("Providers:e:Speed", "0"),
            ("Providers:f:Kind", "Simulated"),
            ("Providers:f:Speed", "101"),
            ("Providers:g:Kind", "Simulated"),
            ("Providers:g:Speed", Key),
            ("Providers:off:Disabled", "true"),
            ("OLLAMA_HOST", $"ftp://{Key}")));

        Assert.Equal(
            [
                "OLLAMA_HOST must be a host, host:port or http://host:port.",
                "Providers:Bad Name is not a usable name; use only a to z, 0 to 9, '-' and '_'.",
                "Providers:a:Kind must be one of OpenAICompatible, Simulated.",
                "Providers:b:BaseUrl must be a whole address that begins with http:// or https://.",
                "Providers:c:BaseUrl is missing; set the server's address, such as http://127.0.0.1:8080/v1.",
                "Providers:c:MaxConcurrentLanes must be 1 or more; leave it out for no limit.",
                "Providers:d:BaseUrl must be a whole address that begins with http:// or https://.",
                "Providers:e:Speed must be above 0 and at most 100.",
                "Providers:f:Speed must be above 0 and at most 100.",
                "Providers:g:Speed must be a number.",
            ],
            fault.Failures.Order(StringComparer.Ordinal));
        Assert.DoesNotContain(Key, fault.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("box", "http://box:11434/v1")]
    [InlineData("box:8080", "http://box:8080/v1")]
    [InlineData("box:80", "http://box:80/v1")]
    [InlineData(":8080", "http://127.0.0.1:8080/v1")]
    [InlineData("0.0.0.0", "http://127.0.0.1:11434/v1")]
    [InlineData("0.0.0.0:9", "http://127.0.0.1:9/v1")]
    [InlineData("[::]:9", "http://[::1]:9/v1")]
    [InlineData("http://box:8080/", "http://box:8080/v1")]
    [InlineData("http://box", "http://box:80/v1")]
    [InlineData("https://box/ollama", "https://box:443/ollama/v1")]
    public void OllamaUrl_HostInAnyForm_IsTheAddressOfItsOpenAIEndpoint(string host, string expected) =>
        Assert.Equal(new Uri(expected), WellKnownProviders.OllamaUrl(host));

    [Theory]
    [InlineData("ftp://box")]
    [InlineData("box:port")]
    [InlineData("two words")]
    public void OllamaUrl_NoHost_IsNull(string host) => Assert.Null(WellKnownProviders.OllamaUrl(host));

    [Fact]
    public void Create_ConfiguredSimulatedProvider_StandsBehindRealOnes()
    {
        var registry = Registry(
            ("Providers:demo:Kind", "Simulated"), ("Providers:zeta:Kind", "OpenAICompatible"), ("Providers:zeta:BaseUrl", "http://z/v1"));

        Assert.Equal(["zeta", "demo", "simulated"], registry.Providers.Select(static provider => provider.Name));
        Assert.Same(registry.Providers[0], registry.Find("ZETA"));
        Assert.Null(registry.Find("unheard-of"));
    }

    [Fact]
    public async Task AddModelCatalog_InAContainer_GivesAWorkingCatalogue()
    {
        await using var services = Services();
        var catalog = services.GetRequiredService<ModelCatalog>();

        await catalog.RefreshAsync(CancellationToken.None).WithinTimeout();

        Assert.Same(catalog, services.GetRequiredService<ModelCatalog>());
        Assert.Equal("simulated", (await catalog.ResolveAsync("quick", CancellationToken.None))?.Provider.Name);
        Assert.IsType<ModelCatalogRefresher>(Assert.Single(services.GetServices<Microsoft.Extensions.Hosting.IHostedService>()));
    }

    [Fact]
    public void AddModelCatalog_IntervalOutOfRange_IsReportedAtStart()
    {
        using var services = Services(("Catalog:RetryInterval", "00:00:00"));

        var fault = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains("RetryInterval", fault.Message, StringComparison.Ordinal);
    }

    private static ProvidersOptions Options(params (string Key, string Value)[] settings)
    {
        using var services = Services(settings);
        return services.GetRequiredService<IOptions<ProvidersOptions>>().Value;
    }

    private static ProviderRegistry Registry(params (string Key, string Value)[] settings)
    {
        using var services = Services(settings);
        return services.GetRequiredService<ProviderRegistry>();
    }

    private static ServiceProvider Services(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(static setting => setting.Key, static setting => (string?)setting.Value))
            .Build();
        return new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddLogging()
            .AddModelCatalog()
            .AddModelCatalog()
            .AddProviderKind(ProviderKind.OpenAICompatible, static (_, name, _) => new ScriptedModelProvider(name))
            .BuildServiceProvider(validateScopes: true);
    }
}
