namespace CompareIntel.Core.Verification;

/// <summary>The server did not do what a check needs; the message says what it did.</summary>
public sealed class VerificationException : Exception
{
    public VerificationException()
    {
    }

    public VerificationException(string message)
        : base(message)
    {
    }

    public VerificationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
