using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace CompareIntel.Core.Storage.DesignTime;

/// <summary>Lets <c>dotnet ef migrations add</c> make a context without a database.</summary>
internal sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqliteComparisonDbContext>
{
    public SqliteComparisonDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteComparisonDbContext>().UseSqlite("Data Source=:memory:").Options);
}

/// <inheritdoc cref="SqliteDesignTimeFactory"/>
internal sealed class PostgresDesignTimeFactory : IDesignTimeDbContextFactory<PostgresComparisonDbContext>
{
    public PostgresComparisonDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresComparisonDbContext>().UseNpgsql("Host=localhost").Options);
}
