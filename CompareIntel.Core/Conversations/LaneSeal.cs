using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using CompareIntel.Core.Comparisons;
using Microsoft.Extensions.AI;

namespace CompareIntel.Core.Conversations;

/// <summary>What exactly a lane was asked, so that two answers can be known to answer the same.</summary>
public sealed record LaneSeal
{
    private LaneSeal(LaneRequest request, string prompt)
    {
        Model = request.Model;
        System = request.System;
        Temperature = request.Temperature;
        TopP = request.TopP;
        MaxOutputTokens = request.MaxOutputTokens;
        Messages = request.History.Count + 1;
        MessagesHash = HashOf(request, prompt);
    }

    /// <summary>The id as it was asked for.</summary>
    public string Model { get; }

    public string? System { get; }

    public float? Temperature { get; }

    public float? TopP { get; }

    /// <summary>As asked for; a model's own smaller limit takes its place when the request is sent.</summary>
    public int? MaxOutputTokens { get; }

    /// <summary>Messages that were sent, without the system prompt.</summary>
    public int Messages { get; }

    /// <summary>
    /// SHA-256, in lower-case hexadecimal, of the messages in the order in which they are sent, system prompt first where there is one: the UTF-8 JSON array of
    /// <c>{"role":...,"content":...}</c> without white space.
    /// </summary>
    public string MessagesHash { get; }

    /// <summary>The seal of a lane.</summary>
    public static LaneSeal Of(ComparisonRequest request, int lane)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new LaneSeal(request.Lanes[lane], request.Prompt);
    }

    /// <summary>In what the lanes' requests differ, each in a word or two; empty when all were asked exactly the same. Models are not compared.</summary>
    public static IReadOnlyList<string> Differences(IReadOnlyList<LaneSeal> seals)
    {
        ArgumentNullException.ThrowIfNull(seals);
        var differences = new List<string>();
        Note("messages", static seal => seal.MessagesHash);
        Note("system prompt", static seal => seal.System);
        Note("temperature", static seal => seal.Temperature);
        Note("top p", static seal => seal.TopP);
        Note("output limit", static seal => seal.MaxOutputTokens);
        return differences;

        void Note(string name, Func<LaneSeal, object?> value)
        {
            if (seals.Select(value).Distinct().Skip(1).Any())
            {
                differences.Add(name);
            }
        }
    }

    /// <summary>In what the requests of a comparison's lanes differ, in words for the reader; empty when all were asked exactly the same.</summary>
    public static IReadOnlyList<string> DifferencesOf(LiveComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        var differences = Differences([.. Enumerable.Range(0, comparison.Request.Lanes.Count).Select(lane => Of(comparison.Request, lane))]);
        // Where a conversation goes on they must differ, and this says why.
        return comparison.Origin.ParentId is not null && differences is ["messages"] ? ["each has its own history"] : differences;
    }

    private static string HashOf(LaneRequest request, string prompt)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            if (!string.IsNullOrWhiteSpace(request.System))
            {
                Write(json, ChatRole.System, request.System);
            }

            foreach (var message in request.History)
            {
                Write(json, message.Role, message.Text);
            }

            Write(json, ChatRole.User, prompt);
            json.WriteEndArray();
        }

        return Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan));
    }

    private static void Write(Utf8JsonWriter json, ChatRole role, string content)
    {
        json.WriteStartObject();
        json.WriteString("role", role.Value);
        json.WriteString("content", content);
        json.WriteEndObject();
    }
}
