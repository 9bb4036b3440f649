using System.Security.Cryptography;
using System.Text;
using CompareIntel.Core;

namespace CompareIntel.Web.Administration;

/// <summary>
/// The link that makes its bearer an administrator, once. Its token is in a file of the data directory that only the program's user may read, so whoever can
/// print it could read everything else there as well. At most one link is valid at a time.
/// </summary>
internal sealed class AdminLink(DataDirectory dataDirectory) : IDisposable
{
    /// <summary>The page that it opens.</summary>
    public const string PagePath = "/account/claim";

    private const string FileName = "admin-link";
    private const int TokenBytes = 20;

    private readonly SemaphoreSlim _claims = new(1);

    private string FilePath => dataDirectory.PathOf(FileName);

    public void Dispose() => _claims.Dispose();

    /// <summary>The link that is valid, or a new one.</summary>
    /// <param name="address">Where the program is reached, such as <c>http://localhost:8000</c>.</param>
    /// <exception cref="IOException">The file can't be read or written.</exception>
    public string GetOrCreate(string address)
    {
        var token = Read();
        if (token is null)
        {
            token = RandomNumberGenerator.GetHexString(2 * TokenBytes, lowercase: true);
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var file = new FileStream(FilePath, options);
            file.Write(Encoding.ASCII.GetBytes(token));
        }

        return $"{address.TrimEnd('/')}{PagePath}?token={token}";
    }

    /// <summary>Whether a link with this token is valid now.</summary>
    public bool IsValid(string? token) =>
        token is not null && Read() is { } valid && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(valid));

    /// <summary>Does the work if the token is valid, and makes the link invalid if the work succeeds. Of many callers at a time one succeeds.</summary>
    /// <returns>Whether it was valid and the work succeeded.</returns>
    public async Task<bool> UseAsync(string? token, Func<Task<bool>> work)
    {
        await _claims.WaitAsync();
        try
        {
            if (!IsValid(token) || !await work())
            {
                return false;
            }

            File.Delete(FilePath);
            return true;
        }
        finally
        {
            _claims.Release();
        }
    }

    private string? Read()
    {
        try
        {
            return File.ReadAllText(FilePath) is { Length: 2 * TokenBytes } token ? token : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
