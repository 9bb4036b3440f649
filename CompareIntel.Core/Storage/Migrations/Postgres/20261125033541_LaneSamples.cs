using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace CompareIntel.Core.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class LaneSamples : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "anomalies",
                columns: table => new
                {
                    Number = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Provider = table.Column<string>(type: "text", nullable: false),
                    Model = table.Column<string>(type: "text", nullable: false),
                    Kind = table.Column<int>(type: "integer", nullable: false),
                    BeganAt = table.Column<long>(type: "bigint", nullable: false),
                    EndedAt = table.Column<long>(type: "bigint", nullable: true),
                    End = table.Column<int>(type: "integer", nullable: true),
                    Usual = table.Column<double>(type: "double precision", nullable: false),
                    Limit = table.Column<double>(type: "double precision", nullable: false),
                    Value = table.Column<double>(type: "double precision", nullable: false),
                    Worst = table.Column<double>(type: "double precision", nullable: false),
                    Lanes = table.Column<long>(type: "bigint", nullable: false),
                    BeginDelivery = table.Column<int>(type: "integer", nullable: false),
                    EndDelivery = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_anomalies", x => x.Number);
                });

            migrationBuilder.CreateTable(
                name: "lane_hours",
                columns: table => new
                {
                    Number = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Hour = table.Column<long>(type: "bigint", nullable: false),
                    Provider = table.Column<string>(type: "text", nullable: false),
                    Model = table.Column<string>(type: "text", nullable: false),
                    Release = table.Column<string>(type: "text", nullable: false),
                    Finished = table.Column<long>(type: "bigint", nullable: false),
                    Failed = table.Column<long>(type: "bigint", nullable: false),
                    Stopped = table.Column<long>(type: "bigint", nullable: false),
                    Interrupted = table.Column<long>(type: "bigint", nullable: false),
                    TurnedAway = table.Column<long>(type: "bigint", nullable: false),
                    InputTokens = table.Column<long>(type: "bigint", nullable: false),
                    OutputTokens = table.Column<long>(type: "bigint", nullable: false),
                    TokensKnown = table.Column<long>(type: "bigint", nullable: false),
                    TokensEstimated = table.Column<long>(type: "bigint", nullable: false),
                    CostNanoUsd = table.Column<long>(type: "bigint", nullable: false),
                    CostKnown = table.Column<long>(type: "bigint", nullable: false),
                    CostEstimated = table.Column<long>(type: "bigint", nullable: false),
                    CostUnknown = table.Column<long>(type: "bigint", nullable: false),
                    Failures = table.Column<string>(type: "text", nullable: true),
                    Ttft = table.Column<byte[]>(type: "bytea", nullable: false),
                    Duration = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_lane_hours", x => x.Number);
                });

            migrationBuilder.CreateTable(
                name: "lane_samples",
                columns: table => new
                {
                    Number = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    EndedAt = table.Column<long>(type: "bigint", nullable: false),
                    ComparisonId = table.Column<string>(type: "text", nullable: false),
                    Lane = table.Column<int>(type: "integer", nullable: false),
                    Provider = table.Column<string>(type: "text", nullable: false),
                    Model = table.Column<string>(type: "text", nullable: false),
                    State = table.Column<int>(type: "integer", nullable: false),
                    Failure = table.Column<int>(type: "integer", nullable: true),
                    Attempts = table.Column<int>(type: "integer", nullable: false),
                    QueueMs = table.Column<double>(type: "double precision", nullable: true),
                    TtftMs = table.Column<double>(type: "double precision", nullable: true),
                    DurationMs = table.Column<double>(type: "double precision", nullable: false),
                    InputTokens = table.Column<long>(type: "bigint", nullable: true),
                    OutputTokens = table.Column<long>(type: "bigint", nullable: true),
                    AreTokensEstimated = table.Column<bool>(type: "boolean", nullable: false),
                    CostNanoUsd = table.Column<long>(type: "bigint", nullable: true),
                    IsCostEstimated = table.Column<bool>(type: "boolean", nullable: false),
                    Release = table.Column<string>(type: "text", nullable: false),
                    IsSummed = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_lane_samples", x => x.Number);
                });

            migrationBuilder.CreateIndex(
                name: "IX_anomalies_BeganAt",
                table: "anomalies",
                column: "BeganAt");

            migrationBuilder.CreateIndex(
                name: "IX_lane_hours_Hour_Provider_Model_Release",
                table: "lane_hours",
                columns: new[] { "Hour", "Provider", "Model", "Release" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_lane_samples_ComparisonId_Lane",
                table: "lane_samples",
                columns: new[] { "ComparisonId", "Lane" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_lane_samples_EndedAt",
                table: "lane_samples",
                column: "EndedAt");

            migrationBuilder.CreateIndex(
                name: "IX_lane_samples_to_sum",
                table: "lane_samples",
                column: "Number",
                filter: "NOT \"IsSummed\"");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "anomalies");

            migrationBuilder.DropTable(
                name: "lane_hours");

            migrationBuilder.DropTable(
                name: "lane_samples");
        }
    }
}
