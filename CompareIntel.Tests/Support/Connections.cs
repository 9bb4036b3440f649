using System.Net;
using System.Net.Sockets;

namespace CompareIntel.Tests.Support;

/// <summary>How clients of one machine come from several addresses.</summary>
internal static class Connections
{
    public static Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>> From(string address) => async (context, cancellationToken) =>
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    };
}
