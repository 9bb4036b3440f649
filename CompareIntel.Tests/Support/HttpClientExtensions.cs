using System.Net.Http.Json;
using System.Text.Json;

namespace CompareIntel.Tests.Support;

internal static class HttpClientExtensions
{
    public static Task<HttpResponseMessage> PostAsync(this HttpClient client, string path, object body) => client.PostAsJsonAsync(path, body);

    public static Task<HttpResponseMessage> PostAsync(this HttpClient client, string path) => client.PostAsync(new Uri(path, UriKind.Relative), null);

    public static Task<HttpResponseMessage> ReadAsync(this HttpClient client, string path) => client.GetAsync(new Uri(path, UriKind.Relative));

    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response) => (await response.Content.ReadFromJsonAsync<JsonElement>())!;

    public static Task<JsonElement> GetJsonAsync(this HttpClient client, string path) => client.GetFromJsonAsync<JsonElement>(path);

    /// <summary>Runs a comparison to its end and gives its id.</summary>
    public static async Task<string> CompareToEndAsync(this HttpClient client, params string[] models)
    {
        var response = await client.PostAsync("/compare", new { input_data = "What is love?", models });
        return (await response.JsonAsync()).GetProperty("metadata").GetProperty("comparison_id").GetString()!;
    }
}
