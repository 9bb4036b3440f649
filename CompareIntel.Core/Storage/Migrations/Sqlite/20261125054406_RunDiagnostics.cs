using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CompareIntel.Core.Storage.Migrations.Sqlite
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
                    Number = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ComparisonNumber = table.Column<long>(type: "INTEGER", nullable: false),
                    Lane = table.Column<int>(type: "INTEGER", nullable: true),
                    OwnerId = table.Column<string>(type: "TEXT", nullable: false),
                    Kind = table.Column<int>(type: "INTEGER", nullable: false),
                    Comment = table.Column<string>(type: "TEXT", nullable: false),
                    Timings = table.Column<string>(type: "TEXT", nullable: true),
                    MayReadText = table.Column<bool>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    DoneAt = table.Column<long>(type: "INTEGER", nullable: true),
                    DoneBy = table.Column<string>(type: "TEXT", nullable: true)
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
                    Number = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ComparisonNumber = table.Column<long>(type: "INTEGER", nullable: false),
                    Timing = table.Column<string>(type: "TEXT", nullable: false)
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
