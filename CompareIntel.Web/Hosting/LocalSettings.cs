using Microsoft.Extensions.Configuration.Json;

namespace CompareIntel.Web.Hosting;

/// <summary>Where settings come from, beyond what ASP.NET Core reads by itself.</summary>
internal static class LocalSettings
{
    public const string FileName = "appsettings.Local.json";
    public const string DefaultAddress = "http://localhost:8000";

    /// <summary>Adds the machine's own file above the shipped ones and below the environment and the command line.</summary>
    public static void AddLocalFile(this ConfigurationManager configuration)
    {
        var lastFile = configuration.Sources.Select(static (source, index) => source is JsonConfigurationSource ? index : -1).Max();
        configuration.Sources.Insert(lastFile + 1, new JsonConfigurationSource { Path = FileName, Optional = true, ReloadOnChange = true });
    }

    /// <summary>Port 8000, unless the command line, the environment or a file says where to listen.</summary>
    public static void UseDefaultAddress(this WebApplicationBuilder builder)
    {
        var isSet =
            !string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]) ||
            !string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.HttpPortsKey]) ||
            !string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.HttpsPortsKey]) ||
            builder.Configuration.GetSection("Kestrel:Endpoints").GetChildren().Any();
        if (!isSet)
        {
            builder.WebHost.UseUrls(DefaultAddress);
        }
    }
}
