using System.Text.Json;
using CompareIntel.Core.Storage.Entities;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CompareIntel.Core.Storage;

/// <summary>All that is stored. The derived class says where; each has migrations of its own.</summary>
public abstract class ComparisonDbContext : IdentityUserContext<Administrator>
{
    private protected ComparisonDbContext(DbContextOptions options)
        : base(options)
    {
    }

    public DbSet<StoredComparison> Comparisons => Set<StoredComparison>();

    public DbSet<StoredLane> Lanes => Set<StoredLane>();

    public DbSet<StoredSegment> Segments => Set<StoredSegment>();

    public DbSet<StoredTag> Tags => Set<StoredTag>();

    public DbSet<StoredSearchText> SearchTexts => Set<StoredSearchText>();

    public DbSet<StoredShare> Shares => Set<StoredShare>();

    public DbSet<StoredOwner> Owners => Set<StoredOwner>();

    public DbSet<StoredLineUp> LineUps => Set<StoredLineUp>();

    public DbSet<StoredAuditEntry> AuditEntries => Set<StoredAuditEntry>();

    public DbSet<StoredCheckReport> CheckReports => Set<StoredCheckReport>();

    public DbSet<StoredSetting> Settings => Set<StoredSetting>();

    public DbSet<StoredLaneSample> LaneSamples => Set<StoredLaneSample>();

    public DbSet<StoredLaneHour> LaneHours => Set<StoredLaneHour>();

    public DbSet<StoredAnomaly> Anomalies => Set<StoredAnomaly>();

    public DbSet<StoredPageTiming> PageTimings => Set<StoredPageTiming>();

    public DbSet<StoredFeedback> Feedback => Set<StoredFeedback>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // SQLite has no type for times and can't order by what EF would write. Milliseconds since 1970 sort everywhere.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMillisecondsConverter>();
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<Administrator>(administrator =>
        {
            administrator.ToTable("administrators");
            administrator.HasMany<IdentityUserPasskey<string>>().WithOne().HasForeignKey(static passkey => passkey.UserId);
        });
        builder.Entity<IdentityUserClaim<string>>().ToTable("administrator_claims");
        builder.Entity<IdentityUserLogin<string>>().ToTable("administrator_logins");
        builder.Entity<IdentityUserToken<string>>().ToTable("administrator_tokens");
        // As version 3 of the framework's own model has it, which only a context that it makes itself would get.
        builder.Entity<IdentityUserPasskey<string>>(passkey =>
        {
            passkey.ToTable("administrator_passkeys");
            passkey.HasKey(static row => row.CredentialId);
            passkey.Property(static row => row.CredentialId).HasMaxLength(1024);
            passkey.OwnsOne(static row => row.Data).ToJson();
        });
        builder.Entity<StoredAuditEntry>(entry =>
        {
            entry.ToTable("audit_entries");
            entry.HasKey(static row => row.Number);
            entry.HasIndex(static row => row.At);
            entry.Property(static row => row.Actor).HasConversion<StorableText>();
            entry.Property(static row => row.Detail).HasConversion<StorableText>();
        });
        builder.Entity<StoredCheckReport>(report =>
        {
            report.ToTable("check_reports");
            report.HasKey(static row => row.Number);
            report.HasIndex(static row => new { row.Server, row.StartedAt });
            report.Property(static row => row.DeployedBy).HasConversion<StorableText>();
            report.Property(static row => row.DeployedAt).HasConversion<StorableText>();
            report.Property(static row => row.Notes).HasConversion<StorableText>();
        });
        builder.Entity<StoredSetting>(setting =>
        {
            setting.ToTable("settings");
            setting.HasKey(static row => row.Name);
        });
        builder.Entity<StoredLaneSample>(sample =>
        {
            sample.ToTable("lane_samples");
            sample.HasKey(static row => row.Number);
            sample.HasIndex(static row => row.EndedAt);
            sample.HasIndex(static row => new { row.ComparisonId, row.Lane }).IsUnique();
            sample.HasIndex(static row => row.Number, "IX_lane_samples_to_sum").HasFilter("NOT \"IsSummed\"");
            sample.Property(static row => row.Provider).HasConversion<StorableText>();
            sample.Property(static row => row.Model).HasConversion<StorableText>();
        });
        builder.Entity<StoredLaneHour>(hour =>
        {
            hour.ToTable("lane_hours");
            hour.HasKey(static row => row.Number);
            hour.HasIndex(static row => new { row.Hour, row.Provider, row.Model, row.Release }).IsUnique();
            hour.Property(static row => row.Provider).HasConversion<StorableText>();
            hour.Property(static row => row.Model).HasConversion<StorableText>();
        });
        builder.Entity<StoredAnomaly>(anomaly =>
        {
            anomaly.ToTable("anomalies");
            anomaly.HasKey(static row => row.Number);
            anomaly.HasIndex(static row => row.BeganAt);
            anomaly.Property(static row => row.Provider).HasConversion<StorableText>();
            anomaly.Property(static row => row.Model).HasConversion<StorableText>();
        });
        builder.Entity<StoredPageTiming>(timing =>
        {
            timing.ToTable("page_timings");
            timing.HasKey(static row => row.Number);
            timing.HasOne<StoredComparison>().WithMany().HasForeignKey(static row => row.ComparisonNumber);
        });
        builder.Entity<StoredFeedback>(feedback =>
        {
            feedback.ToTable("feedback");
            feedback.HasKey(static row => row.Number);
            feedback.HasIndex(static row => new { row.ComparisonNumber, row.OwnerId, row.Lane }).IsUnique().HasFilter("\"Kind\" < 2");
            feedback.HasIndex(static row => row.ComparisonNumber);
            feedback.HasIndex(static row => row.DoneAt);
            feedback.HasOne<StoredComparison>().WithMany().HasForeignKey(static row => row.ComparisonNumber);
            feedback.Property(static row => row.Comment).HasConversion<StorableText>();
        });
        builder.Entity<StoredComparison>(comparison =>
        {
            comparison.ToTable("comparisons");
            comparison.HasKey(static row => row.Number);
            comparison.HasIndex(static row => row.Id).IsUnique();
            comparison.HasIndex(static row => new { row.OwnerId, row.Number });
            comparison.HasIndex(static row => new { row.OwnerId, row.Number }, "IX_comparisons_first_turns").HasFilter("\"Id\" = \"ConversationId\" AND \"FirstId\" IS NULL AND \"DeletedAt\" IS NULL");
            comparison.HasIndex(static row => new { row.OwnerId, row.Number }, "IX_comparisons_starred").HasFilter("\"IsStarred\"");
            comparison.HasIndex(static row => row.ConversationId);
            comparison.HasIndex(static row => row.FirstId);
            comparison.HasIndex(static row => row.State);
            comparison.HasIndex(static row => row.CreatedAt);
            comparison.HasIndex(static row => row.DeletedAt);
            comparison.Property(static row => row.Prompt).HasConversion<StorableText>();
            comparison.Property(static row => row.Title).HasConversion<StorableText>();
            comparison.Property(static row => row.RetriedLanes).HasConversion(
                static lanes => JsonSerializer.Serialize(lanes, (JsonSerializerOptions?)null),
                static text => JsonSerializer.Deserialize<int[]>(text, (JsonSerializerOptions?)null)!,
                new ValueComparer<IReadOnlyList<int>>(static (one, other) => one!.SequenceEqual(other!), static lanes => lanes.Count));
            comparison.HasMany(static row => row.Lanes).WithOne().HasForeignKey(static row => row.ComparisonNumber);
            comparison.HasMany(static row => row.Segments).WithOne().HasForeignKey(static row => row.ComparisonNumber);
            comparison.HasMany(static row => row.Tags).WithOne().HasForeignKey(static row => row.ComparisonNumber);
            comparison.HasMany(static row => row.Shares).WithOne().HasForeignKey(static row => row.ComparisonNumber);
        });
        builder.Entity<StoredLane>(lane =>
        {
            lane.ToTable("lanes");
            lane.HasKey(static row => new { row.ComparisonNumber, row.Lane });
            lane.HasIndex(static row => row.Model);
            lane.Property(static row => row.Model).HasConversion<StorableText>();
            lane.Property(static row => row.System).HasConversion<StorableText>();
        });
        builder.Entity<StoredSegment>(segment =>
        {
            segment.ToTable("segments");
            segment.HasKey(static row => new { row.ComparisonNumber, row.FirstSequence });
        });
        builder.Entity<StoredSearchText>(text =>
        {
            text.ToTable("search_texts");
            text.HasKey(static row => row.Number);
            text.Property(static row => row.Number).ValueGeneratedNever();
            text.HasOne<StoredComparison>().WithOne().HasForeignKey<StoredSearchText>(static row => row.Number);
        });
        builder.Entity<StoredTag>(tag =>
        {
            tag.ToTable("tags");
            tag.HasKey(static row => new { row.ComparisonNumber, row.Name });
            tag.HasIndex(static row => row.Name);
        });
        builder.Entity<StoredShare>(share =>
        {
            share.ToTable("shares");
            share.HasKey(static row => row.Token);
        });
        builder.Entity<StoredOwner>(owner =>
        {
            owner.ToTable("owners");
            owner.HasKey(static row => row.Id);
        });
        builder.Entity<StoredLineUp>(lineUp =>
        {
            lineUp.ToTable("line_ups");
            lineUp.HasKey(static row => row.Number);
            lineUp.HasIndex(static row => new { row.OwnerId, row.Name }).IsUnique();
        });
    }

    private sealed class UnixMillisecondsConverter() : ValueConverter<DateTimeOffset, long>(
        static time => time.ToUnixTimeMilliseconds(),
        static milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
}
