using System.Net.Sockets;
using CompareIntel.Tests.Support;
using CompareIntel.Web.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace CompareIntel.Tests.Web.Telemetry;

public sealed class ClientCountsTests
{
    [Fact]
    public async Task Streams_AreThoseThatAreOpen()
    {
        await using var application = await CompareIntelApplication.StartAsync();
        var counts = application.Services.GetRequiredService<ClientCounts>();
        application.Chat.AnswerOf("a").Text("yes");
        var first = await EventStreamClient.CompareAsync(application.Client, "a");
        var id = (await first.NextAsync("start")).Text("comparison_id");
        await using (var second = await EventStreamClient.FollowAsync(application.Client, id))
        {
            await second.NextAsync("start");
            Assert.Equal(2, counts.Streams);
        }

        await AsyncAssert.EventuallyAsync(() => counts.Streams == 1);
        await first.DisposeAsync();
        await AsyncAssert.EventuallyAsync(() => counts.Streams == 0);
    }

    [Fact]
    public async Task Connections_AreThoseThatAreOpen()
    {
        await using var application = await CompareIntelApplication.StartAsync();
        var counts = application.Services.GetRequiredService<ClientCounts>();
        using var first = new TcpClient();
        await first.ConnectAsync(application.Address.Host, application.Address.Port, TestContext.Current.CancellationToken);
        await AsyncAssert.EventuallyAsync(() => counts.Connections == 1);
        using (var second = new TcpClient())
        {
            await second.ConnectAsync(application.Address.Host, application.Address.Port, TestContext.Current.CancellationToken);
            await AsyncAssert.EventuallyAsync(() => counts.Connections == 2);
        }

        await AsyncAssert.EventuallyAsync(() => counts.Connections == 1);
    }
}
