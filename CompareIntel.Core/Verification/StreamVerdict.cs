namespace CompareIntel.Core.Verification;

/// <summary>How the answers of one comparison reached the client.</summary>
public enum StreamVerdict
{
    /// <summary>Too little came to say.</summary>
    Inconclusive,

    /// <summary>Answers of several models arrived at the same time, as they were written.</summary>
    Concurrent,

    /// <summary>Each answer began when the one before had ended.</summary>
    Sequential,

    /// <summary>Text was held back on its way and arrived in lumps.</summary>
    Buffered,

    /// <summary>One model's text arrived as it was written.</summary>
    Streaming,
}
