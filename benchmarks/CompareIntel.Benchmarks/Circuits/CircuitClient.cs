using System.Buffers;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CompareIntel.Benchmarks.Circuits;

/// <summary>
/// A page without a browser: it starts a circuit as the page's script does, confirms every batch, and reads texts out of the batches without
/// building the page.
/// </summary>
internal sealed class CircuitClient : IAsyncDisposable
{
    private static readonly TimeProvider s_time = TimeProvider.System;

    private readonly Uri _address;
    private readonly CircuitPage _page;
    private readonly CookieContainer _cookies = new();
    private readonly HttpClient _http;
    private readonly HubConnection _connection;
    private readonly ScriptAnswers _script = new();
    private readonly Lock _lock = new();
    private readonly ArrayBufferWriter<byte> _text = new(4_096);
    private readonly Dictionary<string, ulong> _stopButtons = [];
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<long> _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<long> _arrivals = [];
    private readonly StampWatch _stamps;
    private string? _circuit;
    private long _batchBytes;
    private bool _isEnding;
    private bool _isRecording;
    private string? _stopping;

    private CircuitClient(Uri address, CircuitPage page)
    {
        _address = address;
        _page = page;
        _stamps = new StampWatch(page.Stamps);
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, CookieContainer = _cookies });
        var builder = new HubConnectionBuilder().WithUrl(new Uri(address, "/_blazor"), HttpTransportType.WebSockets, options =>
        {
            options.SkipNegotiation = true;
            options.Cookies = _cookies;
            options.WebSocketConfiguration = static socket => socket.DangerousDeflateOptions = new();
        });
        builder.Services.RemoveAll<IHubProtocol>();
        builder.Services.AddSingleton<IHubProtocol, BlazorPackProtocol>();
        _connection = builder.Build();
        _connection.On<int, byte[]>("JS.RenderBatch", TakeBatchAsync);
        _connection.On<long, string, string, int, long, int>("JS.BeginInvokeJS", AnswerAsync);
        _connection.On<string>("JS.Error", message => Fail($"the circuit failed: {message}"));
        _connection.On<long>("JS.EndUpdateRootComponents", _ => TakeEndOfStart());
        _connection.On<string, bool, string>("JS.EndInvokeDotNet", (_, succeeded, result) => TakeResult(succeeded, result));
        _connection.Closed += exception =>
        {
            if (!_isEnding)
            {
                Fail($"the connection closed: {exception?.Message}");
            }

            return Task.CompletedTask;
        };
    }

    /// <summary>What went wrong, if something did.</summary>
    public string? Fault { get; private set; }

    /// <summary>Everything that arrived since <see cref="Record"/>.</summary>
    public StampWatch Stamps => _stamps;

    /// <summary>When each batch arrived, until now: more may arrive while this is looked at.</summary>
    public IReadOnlyList<long> Arrivals
    {
        get
        {
            lock (_arrivals)
            {
                return [.. _arrivals];
            }
        }
    }

    public long BatchBytes => _batchBytes;

    public static async Task<CircuitClient> OpenAsync(Uri address, CircuitPage page, TimeSpan limit, CancellationToken cancellationToken)
    {
        var client = new CircuitClient(address, page);
        try
        {
            await client.StartAsync(cancellationToken).WaitAsync(limit, s_time, cancellationToken);
            return client;
        }
        catch (Exception exception)
        {
            await client.DisposeAsync();
            throw exception is TimeoutException ? new BenchmarkException($"A circuit was not ready after {limit}: {client.Fault ?? "it was silent"}.") : exception;
        }
    }

    /// <summary>Begins to note what arrives.</summary>
    public void Record()
    {
        lock (_lock)
        {
            _isRecording = true;
        }
    }

    /// <summary>Ends when every stamp has arrived, or with <see cref="Fault"/>; false when the limit came first.</summary>
    public async Task<bool> WaitForCompleteAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            await _complete.Task.WaitAsync(limit, s_time, cancellationToken);
            return Fault is null;
        }
        catch (TimeoutException)
        {
            Fail(string.Create(CultureInfo.InvariantCulture, $"{_stamps.Missing} of {_stamps.Expected} stamps never arrived"));
            return false;
        }
    }

    /// <summary>
    /// Presses the lane's stop button and gives the time until the page shows that it has stopped;
    /// null when that did not happen within the limit.
    /// </summary>
    public async Task<TimeSpan?> StopAsync(int lane, TimeSpan limit, CancellationToken cancellationToken)
    {
        var model = _page.Models[lane];
        var handler = FindStopButton(model);
        lock (_lock)
        {
            _stopping = model;
            _stamps.Forget(lane);
            CompleteIfDone();
        }

        var startedAt = s_time.GetTimestamp();
        var arguments = string.Create(
            CultureInfo.InvariantCulture,
            $$"""[{"eventHandlerId":{{handler}},"eventName":"click","eventFieldInfo":null},{"type":"click","detail":1,"button":0,"buttons":0}]""");
        await _connection.SendAsync("BeginInvokeDotNetFromJS", "1", null, "DispatchEventAsync", _script.EventReceiver, arguments, cancellationToken);
        try
        {
            return s_time.GetElapsedTime(startedAt, await _stopped.Task.WaitAsync(limit, s_time, cancellationToken));
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _isEnding = true;
        if (_circuit is not null)
        {
            // What a page sends when it is left; without it the server keeps the circuit for minutes.
            using var form = new MultipartFormDataContent { { new StringContent(_circuit), "circuitId" } };
            try
            {
                using var response = await _http.PostAsync(new Uri(_address, "/_blazor/disconnect"), form);
                if (!response.IsSuccessStatusCode && Fault is null)
                {
                    throw new BenchmarkException($"The server did not let go of a circuit: {(int)response.StatusCode}.");
                }
            }
            catch (HttpRequestException)
            {
                // The server has gone, and the circuit with it.
            }
        }

        await _connection.DisposeAsync();
        _http.Dispose();
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        var document = CircuitDocument.Parse(await _http.GetStringAsync(_address, cancellationToken));
        await _connection.StartAsync(cancellationToken);
        _circuit = await _connection.InvokeAsync<string?>(
            "StartCircuit",
            new Uri(_address, "/").ToString(),
            _address.ToString(),
            "[]",
            document.ComponentState,
            cancellationToken)
            ?? throw new BenchmarkException("The server refused to start a circuit.");
        await _connection.SendAsync("UpdateRootComponents", document.RootComponents, document.ComponentState, cancellationToken);
        await _ready.Task;
        if (Fault is { } fault)
        {
            throw new BenchmarkException(fault);
        }
    }

    private Task TakeBatchAsync(int id, byte[] data)
    {
        lock (_lock)
        {
            Read(data, s_time.GetTimestamp());
        }

        // Without this the server stops after ten batches.
        return _connection.SendAsync("OnRenderCompleted", (long)id, null);
    }

    private void Read(byte[] data, long now)
    {
        var batch = new RenderBatch(data);
        if (_isRecording)
        {
            lock (_arrivals)
            {
                _arrivals.Add(now);
            }
            _batchBytes += data.Length;
            _text.ResetWrittenCount();
            for (var i = 0; i < batch.TextCount; i++)
            {
                var text = batch.TextAt(i);
                if (_stopping is not null && text.SequenceEqual("stopped"u8))
                {
                    _stopped.TrySetResult(now);
                }

                _text.Write(text);
            }

            _stamps.Read(_text.WrittenSpan, now);
            CompleteIfDone();
        }
        else if (_page.Stamps.Count > 0)
        {
            batch.FindClickHandlers("Stop "u8, _stopButtons);
            if (_stopButtons.Count >= _page.Stamps.Count)
            {
                _ready.TrySetResult();
            }
        }
    }

    private void CompleteIfDone()
    {
        if (_stamps.IsComplete)
        {
            _complete.TrySetResult();
        }
    }

    private ulong FindStopButton(string model)
    {
        lock (_lock)
        {
            return _stopButtons.FirstOrDefault(button => button.Key.Contains(model, StringComparison.Ordinal)) is { Key: not null } found
                ? found.Value
                : throw new BenchmarkException($"There is no stop button for {model}, but for {string.Join(", ", _stopButtons.Keys)}.");
        }
    }

    private Task AnswerAsync(long call, string identifier, string arguments, int resultType, long target, int callType)
    {
        var result = _script.Answer(identifier, arguments, resultType);
        return call == 0
            ? Task.CompletedTask
            : _connection.SendAsync("EndInvokeJSFromDotNet", call, true, string.Create(CultureInfo.InvariantCulture, $"[{call},true,{result}]"));
    }

    private void TakeEndOfStart()
    {
        if (_page.Stamps.Count == 0)
        {
            _ready.TrySetResult();
        }
    }

    private void TakeResult(bool succeeded, string result)
    {
        if (!succeeded)
        {
            Fail($"an event was not taken: {result}");
        }
    }

    private void Fail(string fault)
    {
        Fault ??= fault;
        _ready.TrySetResult();
        _complete.TrySetResult();
    }
}
