using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using CompareIntel.Core.Administration;
using CompareIntel.Core.Catalog;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Storage;
using CompareIntel.Web.Api;
using Microsoft.Extensions.Options;

namespace CompareIntel.Web.Administration;

/// <summary>
/// The settings that explain a run, fit to be handed on. Each is named here, so that none goes along that nobody thought of: no key, no header, no connection
/// string, no folder, and of a provider's address the host alone.
/// </summary>
internal sealed class SettingsWithoutSecrets(
    IOptionsMonitor<ComparisonOptions> comparisons,
    IOptionsMonitor<TierOptions> tiers,
    IOptions<ProvidersOptions> providers,
    IOptions<StorageOptions> storage,
    IOptionsMonitor<RateLimitOptions> rateLimit,
    IConfiguration configuration,
    RuntimeSwitches switches)
{
    public JsonObject Read()
    {
        var limits = comparisons.CurrentValue;
        var entries = new JsonObject();
        foreach (var (name, provider) in providers.Value.Entries)
        {
            entries[name] = new JsonObject
            {
                ["kind"] = provider.Kind?.ToString(),
                ["host"] = provider.BaseUrl is { IsAbsoluteUri: true } address ? $"{address.Scheme}://{address.Host}:{address.Port}" : null,
                ["has_api_key"] = !string.IsNullOrWhiteSpace(provider.ApiKey),
                ["more_headers"] = provider.Headers.Count,
                ["max_concurrent_lanes"] = provider.MaxConcurrentLanes,
                ["disabled"] = provider.Disabled,
                ["switched_off"] = switches.Current.IsOff(name),
            };
        }

        return new JsonObject
        {
            ["comparisons"] = new JsonObject
            {
                ["concurrency"] = limits.Concurrency.ToString(),
                ["max_lanes"] = limits.MaxLanes,
                ["max_running"] = limits.MaxRunning,
                ["first_token_timeout_s"] = limits.FirstTokenTimeout.TotalSeconds,
                ["delta_gap_timeout_s"] = limits.DeltaGapTimeout.TotalSeconds,
                ["answer_timeout_s"] = limits.AnswerTimeout.TotalSeconds,
                ["max_attempts"] = limits.MaxAttempts,
                ["retry_delay_s"] = limits.RetryDelay.TotalSeconds,
                ["max_retry_after_s"] = limits.MaxRetryAfter.TotalSeconds,
                ["max_answer_characters"] = limits.MaxAnswerCharacters,
                ["retained_megabytes"] = limits.RetainedMegabytes,
                ["shutdown_grace_s"] = limits.ShutdownGrace.TotalSeconds,
            },
            ["tiers"] = new JsonObject
            {
                ["brief"] = Of(tiers.CurrentValue.Brief),
                ["standard"] = Of(tiers.CurrentValue.Standard),
                ["extended"] = Of(tiers.CurrentValue.Extended),
            },
            ["providers"] = entries,
            ["storage"] = new JsonObject { ["provider"] = storage.Value.Provider.ToString(), ["retention_days"] = storage.Value.RetentionDays },
            ["rate_limit_per_minute"] = rateLimit.CurrentValue.RequestsPerMinute,
            ["log_level"] = switches.Current.LogLevel ?? configuration["Serilog:MinimumLevel:Default"] ?? configuration["Serilog:MinimumLevel"],
            ["switches"] = new JsonObject { ["sequential"] = switches.Current.IsSequential, ["draining"] = switches.Current.IsDraining, ["has_banner"] = switches.Current.Banner.Length > 0 },
        };
    }

    /// <summary>Of the program and what it runs on.</summary>
    public static JsonObject Versions() => new()
    {
        ["compareintel"] = HealthApi.Version,
        ["dotnet"] = Environment.Version.ToString(),
        ["system"] = RuntimeInformation.OSDescription,
        ["architecture"] = RuntimeInformation.ProcessArchitecture.ToString(),
        ["processors"] = Environment.ProcessorCount,
    };

    private static JsonObject Of(TierLimits limits) => new() { ["max_input_characters"] = limits.MaxInputCharacters, ["max_output_tokens"] = limits.MaxOutputTokens };
}
