#include <fmt/format.h>

#include "base/text.h"
#include "plan/spark_error.h"
#include "sql/spark_command_parser.h"

// What tells of what there is: SHOW, DESCRIBE, EXPLAIN.
namespace sql {

base::Result<std::optional<SparkCommand>> CommandParser::show() {
  using Kind = ShowCommand::Kind;
  if (take_any({"DATABASES", "SCHEMAS", "NAMESPACES"})) return show_databases();
  if (tokens_.take_keyword("TABLES")) return show_tables(ShowTablesCommand::What::Tables);
  if (tokens_.take_keyword("VIEWS")) return show_tables(ShowTablesCommand::What::Views);
  if (take_words({"TABLE", "EXTENDED"})) return show_tables(ShowTablesCommand::What::Extended);
  if (tokens_.take_keyword("COLUMNS")) return show_columns();
  if (tokens_.take_keyword("PARTITIONS")) {
    ShowCommand command{.kind = Kind::Partitions, .of = {}, .pattern = "", .partition = {}};
    command.of = TRY(name());
    command.partition = TRY(optional_partition());
    return done(std::move(command));
  }
  if (take_words({"CREATE", "TABLE"})) return show_create_table();
  if (tokens_.take_keyword("TBLPROPERTIES")) return show_properties();
  if (tokens_.take_keyword("CATALOGS")) {
    ShowCommand command{.kind = Kind::Catalogs, .of = {}, .pattern = "", .partition = {}};
    command.pattern = TRY(pattern());
    return done(std::move(command));
  }
  if (tokens_.take_keyword("CURRENT")) {
    if (!take_database()) return tokens_.mismatch("'NAMESPACE'");
    return done(ShowCommand{.kind = Kind::Namespace, .of = {}, .pattern = "", .partition = {}});
  }
  for (const char* word : {"PROCEDURES", "COLLATIONS"})
    if (tokens_.at_keyword(word)) return refused(fmt::format("SHOW {}", word));
  for (const char* word :
       {"INDEX", "INDEXES", "LOCKS", "ROLES", "GRANT", "PRINCIPALS", "TRANSACTIONS", "COMPACTIONS"})
    if (tokens_.at_keyword(word)) return spark_invalid_statement(fmt::format("SHOW {}", word));
  return show_functions();
}

// LIKE 'x*', 'x*', or nothing.
base::Result<std::string> CommandParser::pattern() {
  const bool like = tokens_.take_keyword("LIKE");
  if (tokens_.peek().kind == TokenKind::String) return string();
  if (like) return tokens_.mismatch("<string>");
  return std::string();
}

base::Result<std::optional<SparkCommand>> CommandParser::show_databases() {
  ShowCommand command;
  if (take_any({"FROM", "IN"})) command.of = TRY(name());
  command.pattern = TRY(pattern());
  return done(std::move(command));
}

base::Result<std::optional<SparkCommand>> CommandParser::show_tables(ShowTablesCommand::What what) {
  ShowTablesCommand command{.what = what, .database = {}, .pattern = "", .partition = {}};
  if (take_any({"FROM", "IN"})) command.database = TRY(name());
  if (what == ShowTablesCommand::What::Extended) {
    TRY(tokens_.expect_keyword("LIKE"));
    command.pattern = TRY(string());
    command.partition = TRY(optional_partition());
  } else {
    command.pattern = TRY(pattern());
  }
  return done(std::move(command));
}

// The database may stand behind the table, which may say it itself.
base::Result<std::optional<SparkCommand>> CommandParser::show_columns() {
  if (!take_any({"FROM", "IN"})) return tokens_.mismatch("'IN'");
  ShowCommand command{.kind = ShowCommand::Kind::Columns, .of = {}, .pattern = "", .partition = {}};
  command.of = TRY(name());
  if (take_any({"FROM", "IN"})) {
    TableNameParts database = TRY(name());
    if (command.of.size() == 1) command.of.insert(command.of.begin(), database.begin(), database.end());
  }
  return done(std::move(command));
}

// SHOW [USER | SYSTEM | ALL] FUNCTIONS [IN db] [LIKE] ['x*' | name]
base::Result<std::optional<SparkCommand>> CommandParser::show_functions() {
  ShowFunctionsCommand command;
  const bool user = tokens_.take_keyword("USER");
  const bool system = !user && tokens_.take_keyword("SYSTEM");
  if (!user && !system) tokens_.take_keyword("ALL");
  command.of_user = !system;
  command.of_system = !user;
  TRY(tokens_.expect_keyword("FUNCTIONS"));
  if (take_any({"FROM", "IN"})) command.database = TRY(name());
  const bool like = tokens_.take_keyword("LIKE");
  if (tokens_.peek().kind == TokenKind::String)
    command.pattern = TRY(string());
  else if (like || tokens_.at_name())
    command.pattern = TRY(name()).back();
  return done(std::move(command));
}

base::Result<std::optional<SparkCommand>> CommandParser::show_create_table() {
  ShowCreateTableCommand command{.table = TRY(name())};
  command.as_serde = take_words({"AS", "SERDE"});
  return done(std::move(command));
}

base::Result<std::optional<SparkCommand>> CommandParser::show_properties() {
  ShowPropertiesCommand command{.table = TRY(name()), .key = ""};
  if (tokens_.at_symbol("(")) command.key = TRY(property_keys()).front();
  return done(std::move(command));
}

base::Result<std::optional<SparkCommand>> CommandParser::describe() {
  if (take_database()) {
    DescribeDatabaseCommand command;
    command.extended = tokens_.take_keyword("EXTENDED");
    command.database = TRY(name());
    return done(std::move(command));
  }
  if (tokens_.take_keyword("FUNCTION")) {
    tokens_.take_keyword("EXTENDED");
    DescribeFunctionCommand command;
    if (tokens_.peek().kind == TokenKind::String || tokens_.peek().kind == TokenKind::Symbol)
      command.function = {tokens_.take().text};
    else
      command.function = TRY(name());
    return done(std::move(command));
  }
  if (tokens_.at_keyword("PROCEDURE")) return refused("DESCRIBE PROCEDURE");
  const bool query = tokens_.take_keyword("QUERY");
  const bool is_table = tokens_.at_keyword("TABLE") && !query;
  if (!is_table && at_query()) return with_query(DescribeQueryCommand{});
  if (query) return tokens_.mismatch("<query>");
  tokens_.take_keyword("TABLE");
  return describe_table();
}

base::Result<std::optional<SparkCommand>> CommandParser::describe_table() {
  DescribeCommand command;
  const bool named_so = tokens_.peek(1).kind == TokenKind::End;  // a table may be called `extended`
  command.extended = !named_so && take_any({"EXTENDED", "FORMATTED"});
  command.table = TRY(name());
  command.partition = TRY(optional_partition());
  if (at_words({"AS", "JSON"})) {
    if (command.extended) return refused("DESCRIBE ... AS JSON");
    return plan::spark_error(
        "DESCRIBE_JSON_NOT_EXTENDED",
        "DESCRIBE TABLE ... AS JSON only supported when [EXTENDED|FORMATTED] is "
        "specified.\nFor example: DESCRIBE EXTENDED <tableName> AS JSON is supported but "
        "DESCRIBE <tableName> AS JSON is not.",
        {{"tableName", base::join(command.table, ".")}});
  }
  if (tokens_.at_name()) command.column = TRY(name());
  return done(std::move(command));
}

base::Result<std::optional<SparkCommand>> CommandParser::explain() {
  using Mode = ExplainCommand::Mode;
  ExplainCommand command;
  if (tokens_.take_keyword("EXTENDED"))
    command.mode = Mode::Extended;
  else if (tokens_.take_keyword("FORMATTED"))
    command.mode = Mode::Formatted;
  else if (tokens_.take_keyword("COST"))
    command.mode = Mode::Cost;
  else if (tokens_.take_keyword("CODEGEN"))
    command.mode = Mode::Codegen;
  else if (tokens_.take_keyword("LOGICAL"))
    return spark_invalid_statement("EXPLAIN LOGICAL");
  // Not read further: each would look ahead with a copy of its own.
  if (tokens_.at_keyword("EXPLAIN")) return refused("EXPLAIN of EXPLAIN");
  const bool is_statement = TRY(CommandParser(*this).parse()).has_value();
  if (is_statement) return refused(fmt::format("EXPLAIN of {}", tokens_.peek().keyword));
  if (!at_query()) return tokens_.mismatch("<query>");
  return with_query(std::move(command));
}

}  // namespace sql
