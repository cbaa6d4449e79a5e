#include <fmt/format.h>

#include "base/text.h"
#include "plan/spark_error.h"
#include "sql/lexer.h"
#include "sql/spark_command_parser.h"

// CREATE and REPLACE.
namespace sql {
namespace {

base::Error not_in_pipelines(std::string_view dataset) {
  return plan::spark_error("UNSUPPORTED_FEATURE.CREATE_PIPELINE_DATASET_QUERY_EXECUTION",
                           "The feature is not supported: Direct execution of a CREATE ... "
                           "<pipelineDatasetType> query.",
                           {{"pipelineDatasetType", std::string(dataset)}});
}

base::Error not_with_schema() {
  return plan::spark_error("_LEGACY_ERROR_TEMP_0035", "Operation not allowed: <message>.",
                           {{"message",
                             "Schema may not be specified in a Create Table As Select (CTAS) "
                             "statement"}});
}

base::Result<void> check_temporary(const CreateViewCommand& command) {
  if (command.if_not_exists)
    return plan::spark_error("_LEGACY_ERROR_TEMP_0053",
                             "It is not allowed to define a TEMPORARY view with IF NOT EXISTS.", {});
  if (command.name.size() == 1) return {};
  std::vector<std::string> qualifier;
  for (const std::string& part : command.name) qualifier.push_back(fmt::format("`{}`", part));
  const std::string name = qualifier.back();
  qualifier.pop_back();
  return plan::spark_error(
      "INVALID_TEMP_OBJ_QUALIFIER",
      "Temporary <objectType> <objectName> cannot be qualified with <qualifier>. Temporary objects can only "
      "be qualified with SESSION or SYSTEM.SESSION.",
      {{"objectType", "VIEW"}, {"objectName", name}, {"qualifier", base::join(qualifier, ".")}});
}

// What may stand behind the type of a column.
bool ends_type(const TokenStream& tokens) {
  if (tokens.at_symbol(",")) return true;
  for (const char* word : {"NOT", "COMMENT", "DEFAULT", "GENERATED", "COLLATE", "FIRST", "AFTER"})
    if (tokens.at_keyword(word)) return true;
  return tokens.at_end();
}

// One column of a list: name, type, and what is said of it. FIRST and AFTER do not move it: Spark's own
// catalog adds columns at the end.
base::Result<ColumnDefinition> column_of(std::string_view list, TokenStream& tokens) {
  ColumnDefinition column{.name = TRY(tokens.expect_name()).text, .type = "", .comment = ""};
  tokens.take_symbol(":");
  const std::size_t from = tokens.peek().offset;
  for (int depth = 0; !tokens.at_end() && (depth > 0 || !ends_type(tokens)); tokens.take()) {
    if (tokens.at_symbol("(") || tokens.at_symbol("<")) ++depth;
    if (tokens.at_symbol(")") || tokens.at_symbol(">")) --depth;
  }
  const std::size_t to = tokens.at_end() ? list.size() : tokens.peek().offset;
  column.type = std::string(base::trim(list.substr(from, to - from)));
  if (column.type.empty()) return tokens.mismatch("<type>");
  while (!tokens.at_end() && !tokens.at_symbol(",")) {
    if (tokens.take_keyword("NOT")) {
      TRY(tokens.expect_keyword("NULL"));
    } else if (tokens.take_keyword("COMMENT")) {
      if (tokens.peek().kind != TokenKind::String) return tokens.mismatch("<string>");
      column.comment = tokens.take().text;
    } else if (tokens.at_keyword("COLLATE") && tokens.at_keyword("UTF8_BINARY", 1)) {
      tokens.take();  // how every text is compared
      tokens.take();
    } else if (tokens.take_keyword("AFTER")) {
      TRY(tokens.expect_name());
    } else if (!tokens.take_keyword("FIRST")) {
      for (const char* word : {"DEFAULT", "GENERATED", "COLLATE"})
        if (tokens.at_keyword(word))
          return not_supported_yet(tokens.position(), fmt::format("{} of a column", word));
      return tokens.mismatch("','");
    }
  }
  return column;
}

}  // namespace

base::Result<std::vector<ColumnDefinition>> CommandParser::columns(std::string_view list) const {
  TokenStream tokens(TRY(tokenize(list, tokens_.dialect())), tokens_.dialect());
  std::vector<ColumnDefinition> columns;
  do {
    columns.push_back(TRY(column_of(list, tokens)));
  } while (tokens.take_symbol(","));
  return columns;
}

base::Result<std::optional<SparkCommand>> CommandParser::create() {
  const bool replace = take_words({"OR", "REPLACE"}) || tokens_.take_keyword("REPLACE");
  if (take_database()) return create_database();
  CreateViewCommand view{.name = {}, .replace = replace};
  const bool global = tokens_.take_keyword("GLOBAL");
  const bool temporary = take_any({"TEMP", "TEMPORARY"});
  if (global && !temporary) return tokens_.mismatch("'TEMPORARY'");
  if (temporary) view.kind = global ? CreateViewCommand::Kind::Global : CreateViewCommand::Kind::Temporary;
  if (tokens_.take_keyword("VIEW")) return create_view(std::move(view));
  if (at_words({"FUNCTION"})) return refused(temporary ? "CREATE TEMPORARY FUNCTION" : "CREATE FUNCTION");
  if (temporary && tokens_.at_keyword("TABLE")) return refused("CREATE TEMPORARY TABLE");
  if (take_words({"MATERIALIZED", "VIEW"})) return not_in_pipelines("MATERIALIZED VIEW");
  if (take_words({"STREAMING", "TABLE"})) return not_in_pipelines("STREAMING TABLE");
  if (tokens_.at_keyword("FLOW")) return refused("CREATE FLOW");
  if (tokens_.take_keyword("ROLE")) return spark_invalid_statement("CREATE ROLE");
  if (tokens_.take_keyword("INDEX")) {
    take_if_not_exists();
    TRY(word());
    TRY(tokens_.expect_keyword("ON"));
    tokens_.take_keyword("TABLE");
    return of_table("CREATE INDEX", TRY(name()));
  }
  const bool external = tokens_.take_keyword("EXTERNAL");
  if (!tokens_.take_keyword("TABLE")) return tokens_.mismatch("<statement>");
  return create_table(replace, external);
}

base::Result<std::optional<SparkCommand>> CommandParser::create_database() {
  CreateDatabaseCommand command;
  command.if_not_exists = take_if_not_exists();
  command.name = TRY(name());
  for (;;) {
    if (tokens_.take_keyword("COMMENT"))
      command.comment = TRY(string());
    else if (tokens_.take_keyword("LOCATION"))
      command.location = TRY(string());
    else if (take_words({"WITH", "DBPROPERTIES"}) || take_words({"WITH", "PROPERTIES"}))
      command.properties = TRY(properties());
    else
      return done(std::move(command));
  }
}

// (a COMMENT 'x', b)
base::Result<std::vector<ColumnDefinition>> CommandParser::view_columns() {
  std::vector<ColumnDefinition> columns;
  if (!tokens_.take_symbol("(")) return columns;
  do {
    ColumnDefinition& column = columns.emplace_back();
    column.name = TRY(word());
    if (tokens_.take_keyword("COMMENT")) column.comment = TRY(string());
  } while (tokens_.take_symbol(","));
  TRY(tokens_.expect_symbol(")"));
  return columns;
}

base::Result<std::optional<SparkCommand>> CommandParser::create_view(CreateViewCommand command) {
  command.if_not_exists = take_if_not_exists();
  command.name = TRY(name());
  if (command.kind != CreateViewCommand::Kind::Stored) TRY(check_temporary(command));
  if (command.kind != CreateViewCommand::Kind::Stored && is_behind_parentheses("USING"))
    return create_view_of_files(std::move(command));
  command.columns = TRY(view_columns());
  for (;;) {
    if (tokens_.take_keyword("COMMENT"))
      command.comment = TRY(string());
    else if (tokens_.take_keyword("TBLPROPERTIES"))
      command.properties = TRY(properties());
    else if (at_words({"WITH", "SCHEMA"}))
      return refused("WITH SCHEMA of a view");
    else if (at_words({"WITH", "METRICS"}))
      return refused("a metric view");
    else
      break;
  }
  TRY(tokens_.expect_keyword("AS"));
  if (tokens_.at_end()) return tokens_.mismatch("<query>");
  return with_query(std::move(command));
}

base::Result<std::optional<SparkCommand>> CommandParser::create_view_of_files(CreateViewCommand command) {
  if (tokens_.at_symbol("(")) command.schema = TRY(in_parentheses());
  TRY(tokens_.expect_keyword("USING"));
  command.format = base::to_lower(base::join(TRY(name()), "."));
  if (tokens_.take_keyword("OPTIONS")) command.options = TRY(properties());
  return done(std::move(command));
}

base::Result<std::optional<SparkCommand>> CommandParser::create_table_like(TableNameParts name,
                                                                           bool if_not_exists) {
  CreateTableLikeCommand command{.name = std::move(name), .source = {}, .if_not_exists = if_not_exists};
  command.source = TRY(this->name());
  for (;;) {
    if (tokens_.take_keyword("USING") || take_words({"STORED", "AS"}))
      command.format = base::to_lower(TRY(word()));
    else if (tokens_.take_keyword("LOCATION"))
      command.location = TRY(string());
    else if (tokens_.take_keyword("TBLPROPERTIES"))
      command.parameters = TRY(properties());
    else if (at_words({"ROW", "FORMAT"}))
      return refused("ROW FORMAT of a table");
    else
      return done(std::move(command));
  }
}

base::Result<void> CommandParser::table_columns(CreateTableCommand& command) {
  if (!tokens_.at_symbol("(")) return {};
  const TokenStream before = tokens_;
  const std::string list = TRY(in_parentheses());
  TokenStream inside = before;
  for (; inside.peek().offset < tokens_.peek().offset && !inside.at_end(); inside.take())
    if ((inside.at_keyword("PRIMARY") || inside.at_keyword("FOREIGN")) && inside.at_keyword("KEY", 1))
      return plan::spark_error(
          "UNSUPPORTED_FEATURE.TABLE_OPERATION",
          "The feature is not supported: Table <tableName> does not support <operation>.",
          {{"tableName", fmt::format("`{}`", base::join(command.name, "`.`"))}, {"operation", "CONSTRAINT"}});
  command.columns = TRY(columns(list));
  return {};
}

// One clause behind the columns; false: none stands here.
base::Result<bool> CommandParser::table_clause(CreateTableCommand& command) {
  if (tokens_.take_keyword("USING")) {
    command.format = base::to_lower(base::join(TRY(name()), "."));
  } else if (take_words({"STORED", "AS"})) {
    command.format = base::to_lower(TRY(word()));
  } else if (take_words({"PARTITIONED", "BY"})) {
    TRY(partitions(command));
  } else if (tokens_.take_keyword("LOCATION")) {
    command.location = TRY(string());
  } else if (tokens_.take_keyword("COMMENT")) {
    command.parameters["comment"] = TRY(string());
  } else if (tokens_.take_keyword("OPTIONS")) {
    command.options = TRY(properties());
  } else if (tokens_.take_keyword("TBLPROPERTIES")) {
    command.parameters.merge(TRY(properties()));
  } else {
    for (const auto& [first, second] :
         {std::pair("CLUSTERED", "BY"), std::pair("CLUSTER", "BY"), std::pair("SKEWED", "BY"),
          std::pair("ROW", "FORMAT"), std::pair("STORED", "BY"), std::pair("DEFAULT", "COLLATION")})
      if (at_words({first, second})) return refused(fmt::format("{} {} of a table", first, second));
    return false;
  }
  return true;
}

base::Result<std::optional<SparkCommand>> CommandParser::create_table(bool replace, bool external) {
  CreateTableCommand command;
  command.if_not_exists = take_if_not_exists();
  command.external = external;
  command.name = TRY(name());
  if (!replace && tokens_.take_keyword("LIKE"))
    return create_table_like(std::move(command.name), command.if_not_exists);
  TRY(table_columns(command));
  while (TRY(table_clause(command))) {
  }
  const bool has_query = tokens_.take_keyword("AS") || at_query();
  if (has_query && tokens_.at_end()) return tokens_.mismatch("<query>");
  // No table of ours can be replaced in one step, and Spark's session catalog refuses it too.
  if (replace) return of_table(has_query ? "REPLACE TABLE AS SELECT" : "REPLACE TABLE", command.name);
  if (!has_query) return done(std::move(command));
  if (!command.columns.empty()) return not_with_schema();
  return with_query(std::move(command));
}

// Names, or columns with their types, as Hive has it.
base::Result<void> CommandParser::partitions(CreateTableCommand& command) {
  const bool is_transform = tokens_.at_symbol("(", 2);
  if (is_transform) {
    if (base::iequals(tokens_.peek(1).text, "bucket")) return refused("bucketBy");
    const std::string transform = TRY(in_parentheses());
    return plan::spark_error(
        "UNSUPPORTED_PARTITION_TRANSFORM",
        "Unsupported partition transform: <transform>. The supported transforms are `identity`, `bucket`, "
        "and `clusterBy`. Ensure your transform expression uses one of these.",
        {{"transform", fmt::format("`{}`", base::trim(transform))}});
  }
  const bool typed = !tokens_.at_symbol(",", 2) && !tokens_.at_symbol(")", 2);
  if (!typed) {
    command.partition_by = TRY(names_in_parentheses());
    return {};
  }
  for (ColumnDefinition& column : TRY(columns(TRY(in_parentheses())))) {
    command.partition_by.push_back(column.name);
    command.columns.push_back(std::move(column));
  }
  return {};
}

}  // namespace sql
