#include <fmt/format.h>

#include "base/text.h"
#include "plan/spark_error.h"
#include "sql/spark_command_parser.h"

// ALTER. What Spark refuses of every table of its session catalog is refused so here, once the table is
// found.
namespace sql {

base::Result<std::optional<SparkCommand>> CommandParser::alter() {
  if (take_database()) return alter_database();
  if (tokens_.take_keyword("VIEW")) return alter_view();
  if (tokens_.take_keyword("INDEX")) return spark_invalid_statement("ALTER INDEX");
  if (!tokens_.take_keyword("TABLE")) return tokens_.mismatch("'TABLE'");
  return alter_table();
}

base::Result<std::optional<SparkCommand>> CommandParser::alter_database() {
  AlterDatabaseCommand command{.name = TRY(name())};
  const bool unset = tokens_.take_keyword("UNSET");
  if (!unset) TRY(tokens_.expect_keyword("SET"));
  if (!unset && tokens_.take_keyword("LOCATION")) {
    command.location = TRY(string());
    return done(std::move(command));
  }
  if (!take_any({"DBPROPERTIES", "PROPERTIES"})) return tokens_.mismatch("'DBPROPERTIES'");
  if (unset)
    command.unset = TRY(property_keys());
  else
    command.set = TRY(properties());
  return done(std::move(command));
}

base::Result<std::optional<SparkCommand>> CommandParser::alter_view() {
  TableNameParts view = TRY(name());
  if (tokens_.at_keyword("RENAME")) return rename(std::move(view), true);
  if (take_words({"SET", "TBLPROPERTIES"})) return set_properties(std::move(view), true);
  if (tokens_.at_keyword("UNSET")) return unset_properties(std::move(view), true);
  if (at_words({"WITH", "SCHEMA"})) return refused("ALTER VIEW ... WITH SCHEMA");
  tokens_.take_keyword("AS");
  if (!at_query()) return tokens_.mismatch("<query>");
  return with_query(AlterViewCommand{.name = std::move(view), .query = ""});
}

base::Result<std::optional<SparkCommand>> CommandParser::rename(TableNameParts table, bool of_view) {
  TRY(tokens_.expect_keyword("RENAME"));
  TRY(tokens_.expect_keyword("TO"));
  RenameCommand command{.from = std::move(table), .to = {}, .of_view = of_view};
  command.to = TRY(name());
  return done(std::move(command));
}

base::Result<std::optional<SparkCommand>> CommandParser::set_properties(TableNameParts table, bool of_view) {
  PropertiesCommand command{.table = std::move(table), .of_view = of_view, .set = {}, .unset = {}};
  command.set = TRY(properties());
  return done(std::move(command));
}

// IF EXISTS changes nothing: Spark passes over keys that are not there.
base::Result<std::optional<SparkCommand>> CommandParser::unset_properties(TableNameParts table,
                                                                          bool of_view) {
  TRY(tokens_.expect_keyword("UNSET"));
  TRY(tokens_.expect_keyword("TBLPROPERTIES"));
  take_if_exists();
  PropertiesCommand command{.table = std::move(table), .of_view = of_view, .set = {}, .unset = {}};
  command.unset = TRY(property_keys());
  return done(std::move(command));
}

base::Result<std::optional<SparkCommand>> CommandParser::alter_table() {
  TableNameParts table = TRY(name());
  if (tokens_.take_keyword("ADD")) return alter_table_add(std::move(table));
  if (tokens_.take_keyword("DROP")) return alter_table_drop(std::move(table));
  if (take_words({"RENAME", "COLUMN"})) return of_table("RENAME COLUMN", std::move(table));
  if (tokens_.at_keyword("RENAME")) return rename(std::move(table), false);
  if (tokens_.take_keyword("SET")) return alter_table_set(std::move(table), {});
  if (tokens_.at_keyword("UNSET")) return unset_properties(std::move(table), false);
  if (tokens_.take_keyword("PARTITION")) return alter_table_partition(std::move(table));
  if (take_words({"RECOVER", "PARTITIONS"}))
    return done(RepairCommand{.table = std::move(table), .statement = "ALTER TABLE RECOVER PARTITIONS"});
  if (tokens_.take_keyword("ALTER")) return alter_column(std::move(table));
  if (tokens_.take_keyword("CHANGE")) return change_column(std::move(table));
  if (take_words({"REPLACE", "COLUMNS"})) return of_table("REPLACE COLUMNS", std::move(table));
  if (at_words({"CLUSTER", "BY"})) return refused("ALTER TABLE CLUSTER BY");
  for (const char* words : {"CLUSTERED BY", "NOT CLUSTERED", "SKEWED BY", "NOT SKEWED", "NOT SORTED",
                            "NOT STORED", "EXCHANGE PARTITION", "ARCHIVE PARTITION", "UNARCHIVE PARTITION",
                            "TOUCH", "COMPACT", "CONCATENATE", "DISABLE", "ENABLE"}) {
    const auto parts = base::split(words, ' ');
    if (tokens_.at_keyword(parts[0]) && (parts.size() == 1 || tokens_.at_keyword(parts[1], 1)))
      return spark_invalid_statement(fmt::format("ALTER TABLE {}", words));
  }
  return tokens_.mismatch("<action>");
}

base::Result<std::optional<SparkCommand>> CommandParser::alter_table_add(TableNameParts table) {
  if (tokens_.at_keyword("CONSTRAINT")) return of_table("ADD CONSTRAINT", std::move(table));
  if (take_any({"COLUMNS", "COLUMN"})) {
    const bool listed = tokens_.at_symbol("(");
    const std::string list = listed ? TRY(in_parentheses()) : rest();
    AddColumnsCommand command{.table = std::move(table), .columns = {}};
    command.columns = TRY(columns(list));
    if (listed) return done(std::move(command));
    return std::optional<SparkCommand>(std::move(command));
  }
  AddPartitionsCommand command{
      .table = std::move(table), .if_not_exists = take_if_not_exists(), .partitions = {}};
  if (!tokens_.at_keyword("PARTITION")) return tokens_.mismatch("'PARTITION'");
  while (tokens_.take_keyword("PARTITION")) {
    AddPartitionsCommand::Partition& added = command.partitions.emplace_back();
    added.values = TRY(partition());
    if (tokens_.take_keyword("LOCATION")) added.location = TRY(string());
  }
  return done(std::move(command));
}

base::Result<std::optional<SparkCommand>> CommandParser::alter_table_drop(TableNameParts table) {
  if (tokens_.at_keyword("COLUMN") || tokens_.at_keyword("COLUMNS"))
    return of_table("DROP COLUMN", std::move(table));
  if (tokens_.at_keyword("CONSTRAINT")) return of_table("DROP CONSTRAINT", std::move(table));
  DropPartitionsCommand command{.table = std::move(table), .if_exists = take_if_exists(), .partitions = {}};
  do {
    TRY(tokens_.expect_keyword("PARTITION"));
    command.partitions.push_back(TRY(partition()));
  } while (tokens_.take_symbol(","));
  tokens_.take_keyword("PURGE");
  return done(std::move(command));
}

base::Result<std::optional<SparkCommand>> CommandParser::alter_table_partition(TableNameParts table) {
  PartitionSpec from = TRY(partition());
  if (tokens_.take_keyword("SET")) return alter_table_set(std::move(table), std::move(from));
  for (const char* word : {"COMPACT", "CONCATENATE"})
    if (tokens_.at_keyword(word)) return spark_invalid_statement(fmt::format("ALTER TABLE {}", word));
  TRY(tokens_.expect_keyword("RENAME"));
  TRY(tokens_.expect_keyword("TO"));
  TRY(tokens_.expect_keyword("PARTITION"));
  RenamePartitionCommand command{.table = std::move(table), .from = std::move(from), .to = {}};
  command.to = TRY(partition());
  return done(std::move(command));
}

base::Result<std::optional<SparkCommand>> CommandParser::alter_table_set(TableNameParts table,
                                                                         PartitionSpec partition) {
  if (partition.empty() && tokens_.take_keyword("TBLPROPERTIES"))
    return set_properties(std::move(table), false);
  if (tokens_.take_keyword("LOCATION")) {
    SetLocationCommand command{.table = std::move(table), .partition = std::move(partition), .location = ""};
    command.location = TRY(string());
    return done(std::move(command));
  }
  SetSerdeCommand command{
      .table = std::move(table), .partition = std::move(partition), .serde = "", .properties = {}};
  if (tokens_.take_keyword("SERDEPROPERTIES")) {
    command.properties = TRY(properties());
    return done(std::move(command));
  }
  if (tokens_.take_keyword("SERDE")) {
    command.serde = TRY(string());
    if (take_words({"WITH", "SERDEPROPERTIES"})) command.properties = TRY(properties());
    return done(std::move(command));
  }
  if (tokens_.at_keyword("FILEFORMAT")) return spark_invalid_statement("ALTER TABLE SET FILEFORMAT");
  if (at_words({"SKEWED", "LOCATION"})) return spark_invalid_statement("ALTER TABLE SET SKEWED LOCATION");
  return tokens_.mismatch("'TBLPROPERTIES'");
}

// ALTER COLUMN c TYPE t | COMMENT 'x' | SET NOT NULL ...
base::Result<std::optional<SparkCommand>> CommandParser::alter_column(TableNameParts table) {
  tokens_.take_keyword("COLUMN");
  CommentColumnCommand command{.table = std::move(table), .column = "", .type = "", .comment = ""};
  command.column = base::join(TRY(name()), ".");
  if (tokens_.take_keyword("COMMENT")) {
    command.comment = TRY(string());
    return done(std::move(command));
  }
  if (tokens_.take_keyword("TYPE")) {
    command.type = rest();
    return std::optional<SparkCommand>(std::move(command));
  }
  if (at_words({"SET", "NOT", "NULL"}))
    return of_table("ALTER COLUMN ... SET NOT NULL", std::move(command.table));
  if (at_words({"DROP", "NOT", "NULL"}))
    return of_table("ALTER COLUMN ... DROP NOT NULL", std::move(command.table));
  if (at_words({"SET", "DEFAULT"}) || at_words({"DROP", "DEFAULT"})) return refused("DEFAULT of a column");
  if (tokens_.at_keyword("FIRST") || tokens_.at_keyword("AFTER"))
    return of_table("ALTER COLUMN ... FIRST | AFTER", std::move(command.table));
  return tokens_.mismatch("'COMMENT'");
}

// CHANGE c c int COMMENT 'x': as Hive has it, with the type that the column has.
base::Result<std::optional<SparkCommand>> CommandParser::change_column(TableNameParts table) {
  tokens_.take_keyword("COLUMN");
  const std::string before = base::join(TRY(name()), ".");
  std::vector<ColumnDefinition> defined = TRY(columns(rest()));
  if (defined.size() != 1) return tokens_.mismatch("<EOF>");
  if (!base::iequals(before, defined[0].name))
    return plan::spark_error("_LEGACY_ERROR_TEMP_0034",
                             "<operation> is not supported in Hive-style <command><msg>.",
                             {{"operation", "Renaming column"},
                              {"command", "ALTER COLUMN"},
                              {"msg", ", please run RENAME COLUMN instead"}});
  return std::optional<SparkCommand>(CommentColumnCommand{.table = std::move(table),
                                                          .column = before,
                                                          .type = std::move(defined[0].type),
                                                          .comment = std::move(defined[0].comment)});
}

}  // namespace sql
