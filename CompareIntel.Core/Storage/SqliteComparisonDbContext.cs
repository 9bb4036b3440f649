using Microsoft.EntityFrameworkCore;

namespace CompareIntel.Core.Storage;

/// <summary>Stored in a SQLite file.</summary>
public sealed class SqliteComparisonDbContext(DbContextOptions<SqliteComparisonDbContext> options) : ComparisonDbContext(options);
