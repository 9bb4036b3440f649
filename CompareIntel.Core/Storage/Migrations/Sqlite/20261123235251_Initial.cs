using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CompareIntel.Core.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "comparisons",
                columns: table => new
                {
                    Number = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Id = table.Column<string>(type: "TEXT", nullable: true),
                    OwnerId = table.Column<string>(type: "TEXT", nullable: true),
                    ConversationId = table.Column<string>(type: "TEXT", nullable: false),
                    ParentId = table.Column<string>(type: "TEXT", nullable: true),
                    FirstId = table.Column<string>(type: "TEXT", nullable: true),
                    RetriedLanes = table.Column<string>(type: "TEXT", nullable: false),
                    Prompt = table.Column<string>(type: "TEXT", nullable: false),
                    Title = table.Column<string>(type: "TEXT", nullable: false),
                    Mode = table.Column<int>(type: "INTEGER", nullable: false),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    IsStarred = table.Column<bool>(type: "INTEGER", nullable: false),
                    DeletedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_comparisons", x => x.Number);
                });

            migrationBuilder.CreateTable(
                name: "line_ups",
                columns: table => new
                {
                    Number = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    OwnerId = table.Column<string>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    Lanes = table.Column<string>(type: "TEXT", nullable: false),
                    IsDefault = table.Column<bool>(type: "INTEGER", nullable: false),
                    Position = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_line_ups", x => x.Number);
                });

            migrationBuilder.CreateTable(
                name: "owners",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ConfirmedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_owners", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "lanes",
                columns: table => new
                {
                    ComparisonNumber = table.Column<long>(type: "INTEGER", nullable: false),
                    Lane = table.Column<int>(type: "INTEGER", nullable: false),
                    Model = table.Column<string>(type: "TEXT", nullable: false),
                    System = table.Column<string>(type: "TEXT", nullable: true),
                    Temperature = table.Column<float>(type: "REAL", nullable: true),
                    TopP = table.Column<float>(type: "REAL", nullable: true),
                    MaxOutputTokens = table.Column<int>(type: "INTEGER", nullable: true),
                    HistoryFromId = table.Column<string>(type: "TEXT", nullable: true),
                    HistoryFromLane = table.Column<int>(type: "INTEGER", nullable: true),
                    History = table.Column<string>(type: "TEXT", nullable: true),
                    State = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_lanes", x => new { x.ComparisonNumber, x.Lane });
                    table.ForeignKey(
                        name: "FK_lanes_comparisons_ComparisonNumber",
                        column: x => x.ComparisonNumber,
                        principalTable: "comparisons",
                        principalColumn: "Number",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "segments",
                columns: table => new
                {
                    ComparisonNumber = table.Column<long>(type: "INTEGER", nullable: false),
                    FirstSequence = table.Column<long>(type: "INTEGER", nullable: false),
                    Data = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_segments", x => new { x.ComparisonNumber, x.FirstSequence });
                    table.ForeignKey(
                        name: "FK_segments_comparisons_ComparisonNumber",
                        column: x => x.ComparisonNumber,
                        principalTable: "comparisons",
                        principalColumn: "Number",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "shares",
                columns: table => new
                {
                    Token = table.Column<string>(type: "TEXT", nullable: false),
                    ComparisonNumber = table.Column<long>(type: "INTEGER", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ExpiresAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_shares", x => x.Token);
                    table.ForeignKey(
                        name: "FK_shares_comparisons_ComparisonNumber",
                        column: x => x.ComparisonNumber,
                        principalTable: "comparisons",
                        principalColumn: "Number",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "tags",
                columns: table => new
                {
                    ComparisonNumber = table.Column<long>(type: "INTEGER", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tags", x => new { x.ComparisonNumber, x.Name });
                    table.ForeignKey(
                        name: "FK_tags_comparisons_ComparisonNumber",
                        column: x => x.ComparisonNumber,
                        principalTable: "comparisons",
                        principalColumn: "Number",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_comparisons_ConversationId",
                table: "comparisons",
                column: "ConversationId");

            migrationBuilder.CreateIndex(
                name: "IX_comparisons_CreatedAt",
                table: "comparisons",
                column: "CreatedAt");

            migrationBuilder.CreateIndex(
                name: "IX_comparisons_DeletedAt",
                table: "comparisons",
                column: "DeletedAt");

            migrationBuilder.CreateIndex(
                name: "IX_comparisons_FirstId",
                table: "comparisons",
                column: "FirstId");

            migrationBuilder.CreateIndex(
                name: "IX_comparisons_Id",
                table: "comparisons",
                column: "Id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_comparisons_OwnerId_Number",
                table: "comparisons",
                columns: new[] { "OwnerId", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_comparisons_State",
                table: "comparisons",
                column: "State");

            migrationBuilder.CreateIndex(
                name: "IX_lanes_Model",
                table: "lanes",
                column: "Model");

            migrationBuilder.CreateIndex(
                name: "IX_line_ups_OwnerId_Name",
                table: "line_ups",
                columns: new[] { "OwnerId", "Name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_shares_ComparisonNumber",
                table: "shares",
                column: "ComparisonNumber");

            migrationBuilder.CreateIndex(
                name: "IX_tags_Name",
                table: "tags",
                column: "Name");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "lanes");

            migrationBuilder.DropTable(
                name: "line_ups");

            migrationBuilder.DropTable(
                name: "owners");

            migrationBuilder.DropTable(
                name: "segments");

            migrationBuilder.DropTable(
                name: "shares");

            migrationBuilder.DropTable(
                name: "tags");

            migrationBuilder.DropTable(
                name: "comparisons");
        }
    }
}
