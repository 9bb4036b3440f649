using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace CompareIntel.Core.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class RunDiagnostics : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "feedback",
                columns: table => new
                {
                    Number = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    ComparisonNumber = table.Column<long>(type: "bigint", nullable: false),
                    Lane = table.Column<int>(type: "integer", nullable: true),
                    OwnerId = table.Column<string>(type: "text", nullable: false),
                    Kind = table.Column<int>(type: "integer", nullable: false),
                    Comment = table.Column<string>(type: "text", nullable: false),
                    Timings = table.Column<string>(type: "text", nullable: true),
                    MayReadText = table.Column<bool>(type: "boolean", nullable: false),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    DoneAt = table.Column<long>(type: "bigint", nullable: true),
                    DoneBy = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_feedback", x => x.Number);
                    table.ForeignKey(
                        name: "FK_feedback_comparisons_ComparisonNumber",
                        column: x => x.ComparisonNumber,
                        principalTable: "comparisons",
                        principalColumn: "Number",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "page_timings",
                columns: table => new
                {
                    Number = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    ComparisonNumber = table.Column<long>(type: "bigint", nullable: false),
                    Timing = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_page_timings", x => x.Number);
                    table.ForeignKey(
                        name: "FK_page_timings_comparisons_ComparisonNumber",
                        column: x => x.ComparisonNumber,
                        principalTable: "comparisons",
                        principalColumn: "Number",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_feedback_ComparisonNumber",
                table: "feedback",
                column: "ComparisonNumber");

            migrationBuilder.CreateIndex(
                name: "IX_feedback_ComparisonNumber_OwnerId_Lane",
                table: "feedback",
                columns: new[] { "ComparisonNumber", "OwnerId", "Lane" },
                unique: true,
                filter: "\"Kind\" < 2");

            migrationBuilder.CreateIndex(
                name: "IX_feedback_DoneAt",
                table: "feedback",
                column: "DoneAt");

            migrationBuilder.CreateIndex(
                name: "IX_page_timings_ComparisonNumber",
                table: "page_timings",
                column: "ComparisonNumber");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "feedback");

            migrationBuilder.DropTable(
                name: "page_timings");
        }
    }
}
