using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CompareIntel.Core.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Search : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "search_texts",
                columns: table => new
                {
                    Number = table.Column<long>(type: "bigint", nullable: false),
                    Text = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_search_texts", x => x.Number);
                    table.ForeignKey(
                        name: "FK_search_texts_comparisons_Number",
                        column: x => x.Number,
                        principalTable: "comparisons",
                        principalColumn: "Number",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_comparisons_first_turns",
                table: "comparisons",
                columns: new[] { "OwnerId", "Number" },
                filter: "\"Id\" = \"ConversationId\" AND \"FirstId\" IS NULL AND \"DeletedAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_comparisons_starred",
                table: "comparisons",
                columns: new[] { "OwnerId", "Number" },
                filter: "\"IsStarred\"");

            migrationBuilder.Sql("ALTER TABLE search_texts ADD COLUMN words tsvector NOT NULL;");
            migrationBuilder.Sql("CREATE INDEX \"IX_search_texts_words\" ON search_texts USING gin (words);");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "search_texts");

            migrationBuilder.DropIndex(
                name: "IX_comparisons_first_turns",
                table: "comparisons");

            migrationBuilder.DropIndex(
                name: "IX_comparisons_starred",
                table: "comparisons");
        }
    }
}
