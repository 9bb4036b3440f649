using System.Security.Claims;
using Bunit;
using Bunit.TestDoubles;
using CompareIntel.Core.Administration;
using CompareIntel.Core.Storage.Entities;
using CompareIntel.Tests.Support;
using CompareIntel.Web.Administration;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace CompareIntel.Tests.Web.Components.Administration;

/// <summary>Admin pages as a circuit of an administrator has them: over the services of a real application, with a clock of their own that the test turns.</summary>
internal sealed class AdminCircuit : IAsyncDisposable
{
    private readonly BunitContext _bunit = new();
    private readonly string _administratorId;

    private AdminCircuit(CompareIntelApplication application, string administratorId, ClaimsPrincipal user)
    {
        Application = application;
        _administratorId = administratorId;
        var authentication = new ServerAuthenticationStateProvider();
        authentication.SetAuthenticationState(Task.FromResult(new AuthenticationState(user)));
        _bunit.JSInterop.Mode = JSRuntimeMode.Loose;
        _bunit.Services.AddFallbackServiceProvider(application.Services);
        _bunit.Services.AddSingleton<TimeProvider>(Time);
        _bunit.Services.AddSingleton(new AdminAccess(authentication, application.Services.GetRequiredService<IServiceScopeFactory>(), application.Services.GetRequiredService<AuditLog>()));
    }

    public CompareIntelApplication Application { get; }

    public TrackingTimeProvider Time { get; } = new();

    public BunitNavigationManager Navigation => (BunitNavigationManager)_bunit.Services.GetRequiredService<NavigationManager>();

    /// <summary>Whether something failed that nobody caught, which ends a circuit.</summary>
    public bool HasFailed => _bunit.Renderer.UnhandledException.IsCompleted;

    public static async Task<AdminCircuit> StartAsync(params string[] settings)
    {
        var application = await CompareIntelApplication.StartAsync(settings);
        await using var scope = application.Services.CreateAsyncScope();
        var administrator = new Administrator { UserName = "ada" };
        await scope.ServiceProvider.GetRequiredService<UserManager<Administrator>>().CreateAsync(administrator);
        return new AdminCircuit(application, administrator.Id, await scope.ServiceProvider.GetRequiredService<SignInManager<Administrator>>().CreateUserPrincipalAsync(administrator));
    }

    /// <summary>What "Sign out everywhere" does, and a new password.</summary>
    public async Task SignOutEverywhereAsync()
    {
        await using var scope = Application.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Administrator>>();
        await users.UpdateSecurityStampAsync((await users.FindByIdAsync(_administratorId))!);
    }

    public IRenderedComponent<TPage> Open<TPage>(string address, Action<ComponentParameterCollectionBuilder<TPage>>? parameters = null)
        where TPage : IComponent
    {
        Navigation.NavigateTo(address);
        return _bunit.Render(parameters);
    }

    public async ValueTask DisposeAsync()
    {
        await _bunit.DisposeAsync();
        await Application.DisposeAsync();
    }
}
