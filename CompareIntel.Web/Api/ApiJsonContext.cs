using System.Text.Json.Serialization;

namespace CompareIntel.Web.Api;

/// <summary>Everything that the API reads and writes.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, PropertyNameCaseInsensitive = false)]
[JsonSerializable(typeof(CompareRequestBody))]
[JsonSerializable(typeof(CompareResponse))]
[JsonSerializable(typeof(ComparisonDocument))]
[JsonSerializable(typeof(StartEvent))]
[JsonSerializable(typeof(ErrorEvent))]
[JsonSerializable(typeof(DeltaEvent))]
[JsonSerializable(typeof(DoneEvent))]
[JsonSerializable(typeof(CompleteEvent))]
[JsonSerializable(typeof(FeedbackDocument))]
[JsonSerializable(typeof(FeedbackRequestBody))]
[JsonSerializable(typeof(HealthDocument))]
[JsonSerializable(typeof(HistoryDocument))]
[JsonSerializable(typeof(HistoryPatch))]
[JsonSerializable(typeof(ModelStatisticsDocument))]
[JsonSerializable(typeof(ModelsDocument))]
[JsonSerializable(typeof(ReportRequestBody))]
[JsonSerializable(typeof(ShareDocument))]
[JsonSerializable(typeof(ShareRequestBody))]
[JsonSerializable(typeof(SharesDocument))]
internal sealed partial class ApiJsonContext : JsonSerializerContext;
