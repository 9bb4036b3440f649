using Microsoft.EntityFrameworkCore;

namespace CompareIntel.Core.Storage;

/// <summary>Stored in a PostgreSQL database.</summary>
public sealed class PostgresComparisonDbContext(DbContextOptions<PostgresComparisonDbContext> options) : ComparisonDbContext(options);
