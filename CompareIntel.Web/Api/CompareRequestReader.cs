using System.Text.Json;
using CompareIntel.Core.Comparisons;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace CompareIntel.Web.Api;

/// <summary>Turns the body of a request into a <see cref="ComparisonRequest"/>, or into a problem that says what to change.</summary>
internal sealed class CompareRequestReader(IOptionsMonitor<TierOptions> tiers, IOptionsMonitor<ComparisonOptions> comparisons)
{
    private const int MaxModelIdLength = 200;
    private const int MaxHistoryMessages = 2_000;

    /// <summary>More would only make the answer longer than the question.</summary>
    private const int MaxErrors = 20;

    /// <summary>One of the two is null.</summary>
    public async ValueTask<(ComparisonRequest? Request, ProblemHttpResult? Problem)> ReadAsync(HttpRequest request)
    {
        if (!request.HasJsonContentType())
        {
            return (null, Problems.Of(StatusCodes.Status422UnprocessableEntity, Problems.NotJson, "body"));
        }

        try
        {
            using var document = await JsonDocument.ParseAsync(request.Body, default, request.HttpContext.RequestAborted);
            return Read(document.RootElement);
        }
        catch (JsonException exception)
        {
            return (null, Problems.Invalid("body", $"is not valid JSON (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1})"));
        }
        catch (BadHttpRequestException exception)
        {
            return (null, exception.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? Problems.Of(exception.StatusCode, Problems.BodyTooLarge)
                : Problems.Of(exception.StatusCode, "The body did not arrive whole. Send the request again."));
        }
    }

    private (ComparisonRequest? Request, ProblemHttpResult? Problem) Read(JsonElement root)
    {
        CompareRequestBody? body;
        try
        {
            body = root.ValueKind == JsonValueKind.Object ? root.Deserialize(ApiJsonContext.Default.CompareRequestBody) : null;
        }
        catch (JsonException exception)
        {
            return (null, Problems.Invalid(exception.Path is ['$', '.', .. var field] ? field : "body", "has the wrong type"));
        }

        if (body is null)
        {
            return (null, Problems.Invalid("body", "must be a JSON object"));
        }

        var errors = FieldErrors(body);
        if (errors.Count > 0)
        {
            return (null, Problems.Invalid(errors));
        }

        var problem = Refuse(body, out var limits);
        return problem is null ? (ToRequest(body, limits), null) : (null, problem);
    }

    /// <summary>What is missing or out of range, field by field.</summary>
    private Dictionary<string, string[]> FieldErrors(CompareRequestBody body)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        Check(body.InputData is not null, "input_data", "is required");
        Check(body.Models is not null, "models", "is required");
        Check(body.Temperature is null or (>= 0 and <= 2), "temperature", "must be between 0 and 2");
        Check(body.TopP is null or (>= 0 and <= 1), "top_p", "must be between 0 and 1");
        Check(body.MaxTokens is null or >= 1, "max_tokens", "must be 1 or more");
        // More models than a comparison takes are refused as such, whatever they are.
        foreach (var (index, model) in (body.Models?.Count <= comparisons.CurrentValue.MaxLanes ? body.Models : []).Index())
        {
            Check(model is null || !model.Any(char.IsControl), $"models[{index}]", "must not hold control characters");
            Check(!string.IsNullOrWhiteSpace(model), $"models[{index}]", "must not be blank");
            Check(model is null || model.Length <= MaxModelIdLength, $"models[{index}]", $"must not be longer than {MaxModelIdLength} characters");
        }

        Check(!(body.ConversationHistory?.Count > MaxHistoryMessages), "conversation_history", $"must not have more than {MaxHistoryMessages} messages");
        foreach (var (index, message) in (body.ConversationHistory ?? []).Take(MaxHistoryMessages).Index())
        {
            Check(message?.Content is not null, $"conversation_history[{index}].content", "is required");
            Check(TryParseRole(message?.Role, out _), $"conversation_history[{index}].role", "must be user, assistant or system");
        }

        return errors;

        void Check(bool isRight, string field, string fault)
        {
            if (!isRight && errors.Count < MaxErrors)
            {
                errors[field] = [fault];
            }
        }
    }

    /// <summary>What is well-formed and yet can't be done. The order is that of older servers.</summary>
    private ProblemHttpResult? Refuse(CompareRequestBody body, out TierLimits limits)
    {
        limits = tiers.CurrentValue.Standard;
        if (string.IsNullOrWhiteSpace(body.InputData))
        {
            return Problems.Of(StatusCodes.Status400BadRequest, "Input data cannot be empty. Write a prompt in input_data.", "input_data");
        }

        if (body.Models!.Count == 0)
        {
            return Problems.Of(StatusCodes.Status400BadRequest, "At least one model must be selected. Name it in models; GET /models lists them.", "models");
        }

        var maxLanes = comparisons.CurrentValue.MaxLanes;
        if (body.Models.Count > maxLanes)
        {
            return Problems.Of(StatusCodes.Status400BadRequest, $"A comparison takes at most {maxLanes} models, not {body.Models.Count}. Leave some out.", "models");
        }

        var tier = Tier.Standard;
        if (body.Tier is not null && !TryParseTier(body.Tier, out tier))
        {
            return Problems.Of(StatusCodes.Status400BadRequest, "Unknown tier. Use brief, standard or extended.", "tier");
        }

        if (body.Mode is not null && !Enum.GetValues<ConcurrencyMode>().Any(mode => IsNamed(mode, body.Mode)))
        {
            return Problems.Of(StatusCodes.Status400BadRequest, "Unknown mode. Use concurrent or sequential, or leave it out.", "mode");
        }

        limits = tiers.CurrentValue.Of(tier);
        var length = CountCharacters(body.InputData);
        return length <= limits.MaxInputCharacters
            ? null
            : Problems.Of(
                StatusCodes.Status400BadRequest,
                $"The input is too long for the {WireName.Of(tier)} tier: {length} characters, and its limit is {limits.MaxInputCharacters}. Shorten it, or choose a larger tier.",
                "input_data");
    }

    private static ComparisonRequest ToRequest(CompareRequestBody body, TierLimits limits)
    {
        var history = (body.ConversationHistory ?? [])
            .Select(static message => new HistoryMessage(TryParseRole(message!.Role, out var role) ? role : ChatRole.User, message.Content!, message.ModelId))
            .ToArray();
        return new ComparisonRequest
        {
            Prompt = body.InputData!,
            IsSequential = body.Mode is not null && IsNamed(ConcurrencyMode.Sequential, body.Mode),
            Lanes =
            [
                .. body.Models!.Select(model => new LaneRequest(model!)
                {
                    History = HistoryMessage.ForModel(history, model!),
                    System = body.System,
                    Temperature = (float?)body.Temperature,
                    TopP = (float?)body.TopP,
                    MaxOutputTokens = (int)Math.Min(body.MaxTokens ?? limits.MaxOutputTokens, limits.MaxOutputTokens),
                }),
            ],
        };
    }

    /// <summary>Characters as people and Python count them: a surrogate pair is one.</summary>
    public static int CountCharacters(string text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
        {
            count++;
        }

        return count;
    }

    private static bool IsNamed<T>(T value, string name)
        where T : struct, Enum => name.Equals(WireName.Of(value), StringComparison.OrdinalIgnoreCase);

    private static bool TryParseTier(string text, out Tier tier)
    {
        foreach (var candidate in Enum.GetValues<Tier>())
        {
            if (IsNamed(candidate, text))
            {
                tier = candidate;
                return true;
            }
        }

        tier = Tier.Standard;
        return false;
    }

    private static bool TryParseRole(string? text, out ChatRole role)
    {
        role = text?.ToLowerInvariant() switch
        {
            "assistant" => ChatRole.Assistant,
            "system" => ChatRole.System,
            _ => ChatRole.User,
        };
        return text is not null && text.Equals(role.Value, StringComparison.OrdinalIgnoreCase);
    }
}
