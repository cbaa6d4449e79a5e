#include <fmt/format.h>

#include "base/text.h"
#include "plan/spark_error.h"
#include "sql/spark_command_parser.h"

// DROP, COMMENT ON, what is done to a table as a whole, and what is refused by its name.
namespace sql {

base::Result<std::optional<SparkCommand>> CommandParser::drop() {
  DropCommand command;
  const bool temporary = take_any({"TEMPORARY", "TEMP"});
  if (tokens_.take_keyword("FUNCTION")) return drop_function(temporary);
  if (tokens_.at_keyword("VARIABLE")) return refused("DROP VARIABLE");
  if (temporary) return tokens_.mismatch("'FUNCTION'");
  if (tokens_.take_keyword("INDEX")) {
    take_if_exists();
    TRY(word());
    TRY(tokens_.expect_keyword("ON"));
    tokens_.take_keyword("TABLE");
    return of_table("DROP INDEX", TRY(name()));
  }
  if (tokens_.at_keyword("ROLE")) return spark_invalid_statement("DROP ROLE");
  if (take_database())
    command.kind = DropCommand::Kind::Database;
  else if (tokens_.take_keyword("VIEW"))
    command.kind = DropCommand::Kind::View;
  else if (!tokens_.take_keyword("TABLE"))
    return tokens_.mismatch("'TABLE'");
  command.if_exists = take_if_exists();
  command.name = TRY(name());
  command.cascade = tokens_.take_keyword("CASCADE");
  if (!command.cascade && !tokens_.take_keyword("RESTRICT")) tokens_.take_keyword("PURGE");
  return done(std::move(command));
}

base::Result<std::optional<SparkCommand>> CommandParser::drop_function(bool temporary) {
  DropFunctionCommand command;
  command.temporary = temporary;
  command.if_exists = take_if_exists();
  command.name = TRY(name());
  return done(std::move(command));
}

// COMMENT ON DATABASE | TABLE | COLUMN x IS 'y' | NULL
base::Result<std::optional<SparkCommand>> CommandParser::comment() {
  TRY(tokens_.expect_keyword("ON"));
  if (tokens_.take_keyword("COLUMN")) {
    CommentColumnCommand command{.table = TRY(name()), .column = "", .type = "", .comment = ""};
    if (command.table.size() < 2) return tokens_.mismatch("'.'");
    command.column = command.table.back();
    command.table.pop_back();
    TRY(tokens_.expect_keyword("IS"));
    command.comment = TRY(string_or_null());
    return done(std::move(command));
  }
  CommentCommand command;
  if (take_database())
    command.on = CommentCommand::On::Database;
  else if (!tokens_.take_keyword("TABLE"))
    return tokens_.mismatch("'TABLE'");
  command.name = TRY(name());
  TRY(tokens_.expect_keyword("IS"));
  command.comment = TRY(string_or_null());
  return done(std::move(command));
}

// [MSCK] REPAIR TABLE t [ADD | DROP | SYNC PARTITIONS]
base::Result<std::optional<SparkCommand>> CommandParser::repair() {
  tokens_.take_keyword("MSCK");
  TRY(tokens_.expect_keyword("REPAIR"));
  TRY(tokens_.expect_keyword("TABLE"));
  RepairCommand command{.table = TRY(name()), .statement = "MSCK REPAIR TABLE"};
  if (tokens_.take_keyword("DROP")) {
    command.adds = false;
    command.drops = true;
  } else if (tokens_.take_keyword("SYNC")) {
    command.drops = true;
  } else if (!tokens_.take_keyword("ADD")) {
    return done(std::move(command));
  }
  TRY(tokens_.expect_keyword("PARTITIONS"));
  return done(std::move(command));
}

base::Result<std::optional<SparkCommand>> CommandParser::truncate() {
  TRY(tokens_.expect_keyword("TABLE"));
  TruncateCommand command{.table = TRY(name()), .partition = {}};
  command.partition = TRY(optional_partition());
  return done(std::move(command));
}

// ANALYZE TABLE t [PARTITION (..)] | TABLES [IN db] COMPUTE STATISTICS [NOSCAN | FOR COLUMNS a, b | FOR ALL
// COLUMNS]
base::Result<std::optional<SparkCommand>> CommandParser::analyze() {
  AnalyzeCommand command;
  command.all_tables = tokens_.take_keyword("TABLES");
  if (command.all_tables) {
    if (take_any({"FROM", "IN"})) command.name = TRY(name());
  } else {
    TRY(tokens_.expect_keyword("TABLE"));
    command.name = TRY(name());
    command.partition = TRY(optional_partition());
  }
  TRY(tokens_.expect_keyword("COMPUTE"));
  TRY(tokens_.expect_keyword("STATISTICS"));
  if (tokens_.take_keyword("NOSCAN")) {
    command.scans = false;
  } else if (take_words({"FOR", "ALL", "COLUMNS"})) {
    command.all_columns = true;
  } else if (take_words({"FOR", "COLUMNS"})) {
    do {
      command.columns.push_back(TRY(word()));
    } while (tokens_.take_symbol(","));
  }
  return done(std::move(command));
}

base::Result<std::optional<SparkCommand>> CommandParser::change_rows() {
  const std::string statement = tokens_.take().keyword;
  if (statement == "DELETE") TRY(tokens_.expect_keyword("FROM"));
  if (statement == "MERGE") TRY(tokens_.expect_keyword("INTO"));
  TableNameParts table = TRY(name());
  return of_table(statement == "UPDATE"  ? "UPDATE TABLE"
                  : statement == "MERGE" ? "MERGE INTO TABLE"
                                         : "DELETE",
                  std::move(table));
}

// Hive's, which Spark reads to refuse them, and Spark's that nobody here does. A query may begin with any
// other word.
base::Result<std::optional<SparkCommand>> CommandParser::no_statement() {
  for (const char* word : {"GRANT", "REVOKE", "COMMIT", "ROLLBACK", "DFS"})
    if (tokens_.at_keyword(word)) return spark_invalid_statement(word);
  for (const char* words : {"EXPORT TABLE", "IMPORT TABLE", "LOCK TABLE", "LOCK DATABASE", "UNLOCK TABLE",
                            "UNLOCK DATABASE", "START TRANSACTION"}) {
    const auto parts = base::split(words, ' ');
    if (tokens_.at_keyword(parts[0]) && tokens_.at_keyword(parts[1], 1))
      return spark_invalid_statement(words);
  }
  if (take_words({"LOAD", "DATA"})) return refused("LOAD DATA");
  for (const char* word : {"FILE", "FILES", "JAR", "JARS", "ARCHIVE", "ARCHIVES"})
    for (const char* verb : {"ADD", "LIST"})
      if (at_words({verb, word})) return refused(fmt::format("{} {}", verb, word));
  if (at_words({"EXECUTE", "IMMEDIATE"})) return refused("EXECUTE IMMEDIATE");
  for (const char* word : {"CALL", "DECLARE", "BEGIN", "FETCH", "OPEN", "CLOSE"})
    if (tokens_.at_keyword(word)) return refused(word);
  return std::optional<SparkCommand>();
}

}  // namespace sql
