using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace CompareIntel.Benchmarks.Processes;

/// <summary>Stands between a browser and the server, passes every byte on as it is, and counts those that WebSockets take to the browser.</summary>
internal sealed class CountingProxy : IAsyncDisposable
{
    private const int BufferSize = 64 * 1024;

    private readonly CancellationTokenSource _stop = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Uri _target;
    private readonly Task _accepting;
    private long _socketBytes;

    public CountingProxy(Uri target)
    {
        _target = target;
        _listener.Start();
        var port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        _accepting = AcceptAsync(_stop.Token);
    }

    public Uri Address { get; }

    /// <summary>Bytes from the server on all connections that became WebSockets, without TCP's own.</summary>
    public long SocketBytes => Interlocked.Read(ref _socketBytes);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptSocketAsync(cancellationToken), cancellationToken);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task ServeAsync(Socket browser, CancellationToken cancellationToken)
    {
        using var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using (browser)
        {
            browser.NoDelay = true;
            server.NoDelay = true;
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _target.Port, cancellationToken);
                var connection = new Connection();
                await Task.WhenAny(
                    PassRequestsAsync(browser, server, connection, cancellationToken),
                    PassAnswersAsync(server, browser, connection, cancellationToken));
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException)
            {
                // One end has gone, so the other goes too.
            }
        }
    }

    private static async Task PassRequestsAsync(Socket browser, Socket server, Connection connection, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferSize];
        while (await browser.ReceiveAsync(buffer, cancellationToken) is > 0 and var count)
        {
            // No client asks for a WebSocket on a connection with other traffic still on its way.
            if (!connection.IsSocket)
            {
                connection.IsSocket = buffer.AsSpan(0, count).IndexOf("pgrade: websocket"u8) >= 0;
            }

            await SendAsync(server, buffer.AsMemory(0, count), cancellationToken);
        }
    }

    private async Task PassAnswersAsync(Socket server, Socket browser, Connection connection, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferSize];
        while (await server.ReceiveAsync(buffer, cancellationToken) is > 0 and var count)
        {
            if (connection.IsSocket)
            {
                Interlocked.Add(ref _socketBytes, count);
            }

            await SendAsync(browser, buffer.AsMemory(0, count), cancellationToken);
        }
    }

    private static async Task SendAsync(Socket socket, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes, cancellationToken)..];
        }
    }

    private sealed class Connection
    {
        public volatile bool IsSocket;
    }
}
