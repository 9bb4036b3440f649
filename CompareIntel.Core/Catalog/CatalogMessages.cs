using CompareIntel.Core.Comparisons;

namespace CompareIntel.Core.Catalog;

/// <summary>Says in words why a provider's models are not known. Made from the kind of failure only: provider text may hold anything.</summary>
internal static class CatalogMessages
{
    public static string Describe(string provider, FailureKind kind) => kind switch
    {
        FailureKind.Unauthorized => $"{provider} refused the key. Check the key in the server's configuration.",
        FailureKind.Forbidden => $"{provider} does not allow this key to list its models.",
        FailureKind.PaymentRequired => $"The account at {provider} has no credit left.",
        FailureKind.RateLimited => $"{provider} gets too many requests. Its models are asked for again in a moment.",
        FailureKind.Unreachable or FailureKind.ConnectionLost => $"{provider} can't be reached. Check its address and whether it runs.",
        FailureKind.FirstTokenTimeout or FailureKind.Stalled or FailureKind.AnswerTimeout => $"{provider} did not send its list of models in time.",
        FailureKind.ProviderUnavailable or FailureKind.ProviderError => $"{provider} is out of order or overloaded. It is asked again in a moment.",
        FailureKind.MalformedResponse => $"{provider} sent something else than a list of models. Check its address.",
        FailureKind.UnknownModel or FailureKind.ProviderOff or FailureKind.RequestRejected or FailureKind.ContextTooLong or FailureKind.ContentFiltered
            or FailureKind.EmptyAnswer or FailureKind.AnswerTooLong => $"{provider} has no list of models at this address. Check its address.",
        FailureKind.Internal => $"The models of {provider} could not be read because of a fault in this server. Its log says more.",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
