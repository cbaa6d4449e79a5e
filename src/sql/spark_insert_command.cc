#include <fmt/format.h>

#include "base/text.h"
#include "sql/spark_command_parser.h"

// Rows into tables and folders.
namespace sql {

// `before`: the common tables of the query, which stand before INSERT.
base::Result<std::optional<SparkCommand>> CommandParser::insert(std::string_view before) {
  InsertCommand command;
  command.overwrite = tokens_.take_keyword("OVERWRITE");
  if (command.overwrite && (tokens_.at_keyword("DIRECTORY") || at_words({"LOCAL", "DIRECTORY"})))
    return insert_directory();
  if (!command.overwrite) TRY(tokens_.expect_keyword("INTO"));
  tokens_.take_keyword("TABLE");
  command.table = TRY(name());
  if (at_words({"REPLACE", "WHERE"})) return of_table("INSERT INTO ... REPLACE WHERE", command.table);
  if (at_words({"REPLACE", "ON"}) || at_words({"REPLACE", "USING"}))
    return of_table("INSERT INTO ... REPLACE ON/USING", command.table);
  command.partition = TRY(optional_partition());
  command.if_not_exists = take_if_not_exists();
  if (command.if_not_exists && !command.overwrite)
    return spark_invalid_statement("INSERT INTO ... IF NOT EXISTS");
  command.by_name = take_words({"BY", "NAME"});
  const bool has_columns = tokens_.at_symbol("(") && !tokens_.at_query(1) && !tokens_.at_symbol("(", 1);
  if (!command.by_name && has_columns) command.columns = TRY(names_in_parentheses());
  if (!at_query()) return tokens_.mismatch("<query>");
  command.query = fmt::format("{}{}", before, rest());
  return std::optional<SparkCommand>(std::move(command));
}

base::Result<std::optional<SparkCommand>> CommandParser::insert_directory() {
  InsertDirectoryCommand command;
  tokens_.take_keyword("LOCAL");
  TRY(tokens_.expect_keyword("DIRECTORY"));
  if (tokens_.peek().kind == TokenKind::String) command.path = TRY(string());
  if (!tokens_.take_keyword("USING")) return refused("INSERT OVERWRITE DIRECTORY with the Hive format");
  command.format = base::to_lower(base::join(TRY(name()), "."));
  if (tokens_.take_keyword("OPTIONS")) command.options = TRY(properties());
  if (!at_query()) return tokens_.mismatch("<query>");
  return with_query(std::move(command));
}

// WITH .. INSERT, FROM .. INSERT: a statement whose query begins before it, if INSERT stands outside of all
// parentheses. Else it is a query.
base::Result<std::optional<SparkCommand>> CommandParser::behind_common_tables() {
  const bool is_from = tokens_.at_keyword("FROM");
  TokenStream ahead = tokens_;
  for (int depth = 0; !ahead.at_end(); ahead.take()) {
    if (ahead.at_symbol("(")) ++depth;
    if (ahead.at_symbol(")")) --depth;
    if (depth > 0) continue;
    const bool inserts =
        ahead.at_keyword("INSERT") && (ahead.at_keyword("INTO", 1) || ahead.at_keyword("OVERWRITE", 1));
    if (inserts && is_from) return refused("FROM ... INSERT");
    if (!inserts) continue;
    const std::string before(text_.substr(0, ahead.peek().offset));
    while (tokens_.peek().offset <= before.size()) tokens_.take();
    return insert(before);
  }
  return std::optional<SparkCommand>();
}

}  // namespace sql
