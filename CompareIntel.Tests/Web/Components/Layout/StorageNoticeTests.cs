using Bunit;
using CompareIntel.Core.Storage;
using CompareIntel.Web.Components.Layout;
using Microsoft.Extensions.DependencyInjection;

namespace CompareIntel.Tests.Web.Components.Layout;

public sealed class StorageNoticeTests : BunitContext
{
    [Fact]
    public async Task Notice_WhileTheStorageIsInTrouble_SaysSoAndNothingOtherwise()
    {
        var health = new StorageHealth();
        Services.AddSingleton(health);
        var notice = Render<StorageNotice>();
        Assert.Empty(notice.FindAll("p"));

        await notice.InvokeAsync(() => health.Worsen("The disk is full. Make room.", DateTimeOffset.UnixEpoch));
        notice.WaitForAssertion(() => Assert.StartsWith("The disk is full. Make room. Nothing is lost", notice.Find("[role=status] p").TextContent, StringComparison.Ordinal));

        await notice.InvokeAsync(health.Recover);
        notice.WaitForAssertion(() => Assert.Empty(notice.FindAll("p")));
    }
}
