using System.Collections.Immutable;
using CompareIntel.Core.Administration;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Providers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CompareIntel.Core.Catalog;

/// <summary>
/// Knows which models there are and which provider answers for an id. Never fails because a provider does, and never waits for one
/// that has answered before. Thread-safe.
/// </summary>
public sealed partial class ModelCatalog
{
    private readonly ProviderRegistry _registry;
    private readonly IOptionsMonitor<ModelCatalogOptions> _options;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger<ModelCatalog> _logger;
    private readonly ImmutableArray<TaskCompletionSource> _firstAttempts;
    private readonly Lock _lock = new();
    private volatile CatalogSnapshot _current;

    /// <summary>Without <paramref name="switches"/> no provider is ever off.</summary>
    public ModelCatalog(
        ProviderRegistry registry, IOptionsMonitor<ModelCatalogOptions> options, TimeProvider timeProvider, ILogger<ModelCatalog> logger, RuntimeSwitches? switches = null)
    {
        ArgumentNullException.ThrowIfNull(registry);
        _registry = registry;
        _options = options;
        _timeProvider = timeProvider;
        _logger = logger;
        _firstAttempts =
            [.. registry.Providers.Select(static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))];
        _current = new(
            [.. registry.Providers.Select(static provider => new ProviderCatalog { Name = provider.Name, IsSimulated = provider.IsSimulated })]);
        if (switches is not null)
        {
            // Both live as long as the process.
            switches.Changed += () => TakeSwitches(switches.Current);
            TakeSwitches(switches.Current);
        }
    }

    /// <summary>Raised after <see cref="Current"/> has changed, on the thread that changed it.</summary>
    public event Action? Changed;

    /// <summary>What is known now.</summary>
    public CatalogSnapshot Current => _current;

    /// <summary>The models that a new page shows: up to three, none while no provider is ready.</summary>
    public ImmutableArray<ModelDescriptor> DefaultLineUp => Current.DefaultLineUp;

    /// <summary>
    /// Asks every provider for its list, all at once, each for <see cref="ModelCatalogOptions.ListTimeout"/> at most. A provider's
    /// failure becomes its state; only cancellation is thrown.
    /// </summary>
    public Task RefreshAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, _registry.Providers.Length).Select(index => RefreshAsync(index, cancellationToken)));

    /// <summary>
    /// Finds who answers for an id: <c>provider:model</c> exactly, or a bare id at the first provider that lists it, or else at the
    /// first that takes unlisted ids. Null when nobody does.
    /// </summary>
    /// <remarks>
    /// Completes synchronously unless the answer depends on a list that has never arrived; then it waits for that list, for
    /// <see cref="ModelCatalogOptions.FirstListWait"/> at most. A bare id may hold colons: only a provider's name before the first makes it exact.
    /// </remarks>
    public ValueTask<ResolvedModel?> ResolveAsync(string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        return Resolve(id, Current, out var undecided) is var resolved && undecided is null
            ? ValueTask.FromResult(resolved)
            : new(ResolveWhenListedAsync(id, cancellationToken));
    }

    /// <summary>The shortest id that means this very model: its bare id, or the exact one where the bare id means another or is not decided yet.</summary>
    public string PreferredId(ModelDescriptor model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var resolved = Resolve(model.Id, Current, out var undecided);
        return undecided is null && resolved?.Descriptor is { } found && found.Id == model.Id && found.Provider == model.Provider
            ? model.Id
            : model.ExactId;
    }

    /// <summary>Asks the providers whose next attempt is due.</summary>
    internal Task RefreshDueAsync(CancellationToken cancellationToken)
    {
        var now = _timeProvider.GetUtcNow();
        return Task.WhenAll(Current.Providers
            .Index()
            .Where(entry => !(entry.Item.NextAttempt > now))
            .Select(entry => RefreshAsync(entry.Index, cancellationToken)));
    }

    private async Task RefreshAsync(int index, CancellationToken cancellationToken)
    {
        var provider = _registry.Providers[index];
        var options = _options.CurrentValue;
        try
        {
            using var limit = new CancellationTokenSource(options.ListTimeout, _timeProvider);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);

            // Waiting by token as well: a provider that does not listen to its token must not hold up anything.
            var models = await provider.ListModelsAsync(either.Token).WaitAsync(either.Token).ConfigureAwait(false);
            Update(index, options.RefreshInterval, (catalog, now) => catalog with
            {
                State = CatalogState.Ready,
                Message = null,
                LastSuccess = now,
                Models = [.. models],
            });
            Log.Listed(_logger, provider.Name, models.Count);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception exception)
        {
            // Whatever a provider throws is its own failure: the others and the last list stay as they are.
            var kind = exception switch
            {
                ProviderException failure => failure.Kind,
                OperationCanceledException => FailureKind.FirstTokenTimeout,
                _ => FailureKind.Internal,
            };
            var isNews = Current.Providers[index].State is not CatalogState.Unreachable;
            Update(index, options.RetryInterval, (catalog, _) => catalog with
            {
                State = CatalogState.Unreachable,
                Message = CatalogMessages.Describe(provider.Name, kind),
            });
            if (isNews)
            {
                Log.ListFailed(_logger, exception, provider.Name, kind);
            }
            else
            {
                Log.ListFailedAgain(_logger, exception, provider.Name, kind);
            }
        }
    }

    private void TakeSwitches(SwitchSettings switches)
    {
        lock (_lock)
        {
            if (_current.Providers.All(provider => provider.IsOff == switches.IsOff(provider.Name)))
            {
                return;
            }

            _current = new([.. _current.Providers.Select(provider => provider with { IsOff = switches.IsOff(provider.Name) })]);
        }

        Changed?.Invoke();
    }

    private void Update(int index, TimeSpan untilNextAttempt, Func<ProviderCatalog, DateTimeOffset, ProviderCatalog> change)
    {
        var now = _timeProvider.GetUtcNow();
        lock (_lock)
        {
            var changed = change(_current.Providers[index], now) with { NextAttempt = now + untilNextAttempt };
            _current = new(_current.Providers.SetItem(index, changed));
        }

        _firstAttempts[index].TrySetResult();
        Changed?.Invoke();
    }

    private async Task<ResolvedModel?> ResolveWhenListedAsync(string id, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_options.CurrentValue.FirstListWait, _timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        while (true)
        {
            var resolved = Resolve(id, Current, out var undecided);
            if (undecided is not { } index)
            {
                return resolved;
            }

            try
            {
                await _firstAttempts[index].Task.WaitAsync(either.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return Resolve(id, Current, out _);
            }
        }
    }

    /// <summary>
    /// Resolves from what <paramref name="snapshot"/> lists. <paramref name="undecided"/> is the first provider whose list has never
    /// arrived and could change the answer, or null.
    /// </summary>
    private ResolvedModel? Resolve(string id, CatalogSnapshot snapshot, out int? undecided)
    {
        undecided = null;
        var colon = id.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && _registry.Find(id[..colon]) is { } named)
        {
            return ResolveExact(named, id[(colon + 1)..], snapshot, out undecided);
        }

        if (id.Length == 0)
        {
            return null;
        }

        foreach (var (index, catalog) in snapshot.Providers.Index())
        {
            if (catalog.Find(id) is { } descriptor)
            {
                return new(_registry.Providers[index], id, descriptor);
            }

            if (catalog.State is CatalogState.Loading)
            {
                undecided ??= index;
            }
        }

        return _registry.Providers.FirstOrDefault(static provider => provider.AcceptsUnlistedModels) is { } any ? new(any, id, null) : null;
    }

    private ResolvedModel? ResolveExact(IModelProvider provider, string modelId, CatalogSnapshot snapshot, out int? undecided)
    {
        var index = _registry.Providers.IndexOf(provider);
        var descriptor = snapshot.Providers[index].Find(modelId);
        var mustBeListed = descriptor is null && !provider.AcceptsUnlistedModels;
        undecided = mustBeListed && snapshot.Providers[index].State is CatalogState.Loading ? index : null;
        return mustBeListed || modelId.Length == 0 ? null : new(provider, modelId, descriptor);
    }
}
