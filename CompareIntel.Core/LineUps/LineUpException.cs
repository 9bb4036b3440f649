namespace CompareIntel.Core.LineUps;

/// <summary>A line-up can't be saved or imported as it is. The message is for the user and says what to do.</summary>
public sealed class LineUpException : Exception
{
    public LineUpException()
    {
    }

    public LineUpException(string message)
        : base(message)
    {
    }

    public LineUpException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
