using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CompareIntel.Core.Storage.Migrations.Sqlite
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
                    Number = table.Column<long>(type: "INTEGER", nullable: false),
                    Text = table.Column<byte[]>(type: "BLOB", nullable: false)
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

            // Words come ready cut, see WordScanner: the tokenizer for ASCII parts them at spaces and takes all else as it is. Their text stands in search_texts.
            migrationBuilder.Sql("CREATE VIRTUAL TABLE search_index USING fts5(words, content='', contentless_delete=1, tokenize='ascii', prefix='2 3');");
            migrationBuilder.Sql("CREATE TRIGGER search_texts_deleted AFTER DELETE ON search_texts BEGIN DELETE FROM search_index WHERE rowid = old.\"Number\"; END;");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP TABLE search_index;");

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
