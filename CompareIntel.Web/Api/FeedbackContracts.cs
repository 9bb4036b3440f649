using System.ComponentModel;

namespace CompareIntel.Web.Api;

/// <summary>What an answer is worth.</summary>
internal sealed record FeedbackRequestBody(
    [property: Description("`up` or `down`. Required.")] string? Rating,
    [property: Description("2,000 characters at most.")] string? Comment);

/// <summary>What was kept of it.</summary>
internal sealed record FeedbackDocument(int Lane, string Rating, string Comment);

/// <summary>A problem.</summary>
internal sealed record ReportRequestBody(
    [property: Description("The lane that it is about; left out for the comparison as a whole.")] int? Lane,
    [property: Description("What went wrong; 2,000 characters at most.")] string? Comment,
    [property: Description("Whether administrators may read prompt and answers of this comparison; false unless told.")] bool? IncludeText);
