using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CompareIntel.Core.Storage.Migrations.Sqlite
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
                    Number = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Provider = table.Column<string>(type: "TEXT", nullable: false),
                    Model = table.Column<string>(type: "TEXT", nullable: false),
                    Kind = table.Column<int>(type: "INTEGER", nullable: false),
                    BeganAt = table.Column<long>(type: "INTEGER", nullable: false),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    End = table.Column<int>(type: "INTEGER", nullable: true),
                    Usual = table.Column<double>(type: "REAL", nullable: false),
                    Limit = table.Column<double>(type: "REAL", nullable: false),
                    Value = table.Column<double>(type: "REAL", nullable: false),
                    Worst = table.Column<double>(type: "REAL", nullable: false),
                    Lanes = table.Column<long>(type: "INTEGER", nullable: false),
                    BeginDelivery = table.Column<int>(type: "INTEGER", nullable: false),
                    EndDelivery = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_anomalies", x => x.Number);
                });

            migrationBuilder.CreateTable(
                name: "lane_hours",
                columns: table => new
                {
                    Number = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Hour = table.Column<long>(type: "INTEGER", nullable: false),
                    Provider = table.Column<string>(type: "TEXT", nullable: false),
                    Model = table.Column<string>(type: "TEXT", nullable: false),
                    Release = table.Column<string>(type: "TEXT", nullable: false),
                    Finished = table.Column<long>(type: "INTEGER", nullable: false),
                    Failed = table.Column<long>(type: "INTEGER", nullable: false),
                    Stopped = table.Column<long>(type: "INTEGER", nullable: false),
                    Interrupted = table.Column<long>(type: "INTEGER", nullable: false),
                    TurnedAway = table.Column<long>(type: "INTEGER", nullable: false),
                    InputTokens = table.Column<long>(type: "INTEGER", nullable: false),
                    OutputTokens = table.Column<long>(type: "INTEGER", nullable: false),
                    TokensKnown = table.Column<long>(type: "INTEGER", nullable: false),
                    TokensEstimated = table.Column<long>(type: "INTEGER", nullable: false),
                    CostNanoUsd = table.Column<long>(type: "INTEGER", nullable: false),
                    CostKnown = table.Column<long>(type: "INTEGER", nullable: false),
                    CostEstimated = table.Column<long>(type: "INTEGER", nullable: false),
                    CostUnknown = table.Column<long>(type: "INTEGER", nullable: false),
                    Failures = table.Column<string>(type: "TEXT", nullable: true),
                    Ttft = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Duration = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_lane_hours", x => x.Number);
                });

            migrationBuilder.CreateTable(
                name: "lane_samples",
                columns: table => new
                {
                    Number = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ComparisonId = table.Column<string>(type: "TEXT", nullable: false),
                    Lane = table.Column<int>(type: "INTEGER", nullable: false),
                    Provider = table.Column<string>(type: "TEXT", nullable: false),
                    Model = table.Column<string>(type: "TEXT", nullable: false),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    Failure = table.Column<int>(type: "INTEGER", nullable: true),
                    Attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    QueueMs = table.Column<double>(type: "REAL", nullable: true),
                    TtftMs = table.Column<double>(type: "REAL", nullable: true),
                    DurationMs = table.Column<double>(type: "REAL", nullable: false),
                    InputTokens = table.Column<long>(type: "INTEGER", nullable: true),
                    OutputTokens = table.Column<long>(type: "INTEGER", nullable: true),
                    AreTokensEstimated = table.Column<bool>(type: "INTEGER", nullable: false),
                    CostNanoUsd = table.Column<long>(type: "INTEGER", nullable: true),
                    IsCostEstimated = table.Column<bool>(type: "INTEGER", nullable: false),
                    Release = table.Column<string>(type: "TEXT", nullable: false),
                    IsSummed = table.Column<bool>(type: "INTEGER", nullable: false)
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
