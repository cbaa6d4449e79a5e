#pragma once

#include <initializer_list>

#include "sql/spark_command.h"
#include "sql/token_stream.h"

namespace sql {

// Reads one statement that is no query. Its methods stand in a file for each family of statements:
// spark_command.cc (which one it is, and what all have), spark_create_command.cc, spark_insert_command.cc,
// spark_alter_command.cc, spark_show_command.cc, spark_session_command.cc, spark_other_command.cc.
class CommandParser {
 public:
  CommandParser(std::string_view text, TokenStream tokens) : text_(text), tokens_(std::move(tokens)) {}

  base::Result<std::optional<SparkCommand>> parse();

 private:
  using Parsed = base::Result<std::optional<SparkCommand>>;

  // What all have.
  template <typename Command>
  Parsed done(Command command) {
    tokens_.take_symbol(";");
    if (!tokens_.at_end()) return tokens_.mismatch("<EOF>");
    return std::optional<SparkCommand>(std::move(command));
  }
  template <typename Command>
  Parsed with_query(Command command) {
    command.query = rest();
    return std::optional<SparkCommand>(std::move(command));
  }
  std::string rest() const;  // of the text, from here
  std::string text_from(std::size_t offset) const;
  bool at_query() const;  // or parentheses around one
  bool at_words(std::initializer_list<std::string_view> words) const;
  bool take_words(std::initializer_list<std::string_view> words);
  bool take_any(std::initializer_list<std::string_view> words);
  bool take_database();
  bool take_if_exists() { return take_words({"IF", "EXISTS"}); }
  bool take_if_not_exists() { return take_words({"IF", "NOT", "EXISTS"}); }
  base::Result<TableNameParts> name();
  base::Result<std::string> word();  // a name of one part
  base::Result<std::string> string();
  base::Result<std::string> string_or_null();
  base::Result<std::string> in_parentheses();
  bool is_behind_parentheses(std::string_view word) const;  // which may be missing
  base::Result<std::vector<std::string>> names_in_parentheses();
  base::Result<PartitionSpec> partition();  // behind PARTITION
  base::Result<PartitionSpec> optional_partition();
  base::Result<std::optional<std::string>> constant();
  base::Result<Properties> properties();
  base::Result<std::vector<std::string>> property_keys();
  base::Result<std::vector<ColumnDefinition>> columns(std::string_view list) const;
  base::Error refused(std::string_view statement) const;  // what nobody here does yet
  base::Result<std::optional<SparkCommand>> of_table(std::string_view operation, TableNameParts table) const;

  // CREATE, REPLACE.
  Parsed create();
  Parsed create_database();
  Parsed create_view(CreateViewCommand command);
  Parsed create_view_of_files(CreateViewCommand command);
  Parsed create_table(bool replace, bool external);
  Parsed create_table_like(TableNameParts name, bool if_not_exists);
  base::Result<bool> table_clause(CreateTableCommand& command);
  base::Result<void> table_columns(CreateTableCommand& command);
  base::Result<void> partitions(CreateTableCommand& command);
  base::Result<std::vector<ColumnDefinition>> view_columns();

  // INSERT and what begins with WITH or FROM.
  Parsed insert(std::string_view before);
  Parsed insert_directory();
  Parsed behind_common_tables();

  // ALTER.
  Parsed alter();
  Parsed alter_database();
  Parsed alter_view();
  Parsed alter_table();
  Parsed alter_table_set(TableNameParts table, PartitionSpec partition);
  Parsed alter_table_partition(TableNameParts table);
  Parsed alter_table_add(TableNameParts table);
  Parsed alter_table_drop(TableNameParts table);
  Parsed alter_column(TableNameParts table);
  Parsed change_column(TableNameParts table);
  Parsed rename(TableNameParts table, bool of_view);
  Parsed set_properties(TableNameParts table, bool of_view);
  Parsed unset_properties(TableNameParts table, bool of_view);

  // SHOW, DESCRIBE, EXPLAIN.
  Parsed show();
  Parsed show_databases();
  Parsed show_tables(ShowTablesCommand::What what);
  Parsed show_columns();
  Parsed show_functions();
  Parsed show_create_table();
  Parsed show_properties();
  base::Result<std::string> pattern();
  Parsed describe();
  Parsed describe_table();
  Parsed explain();

  // USE, SET, RESET, CACHE, UNCACHE, CLEAR CACHE, REFRESH.
  Parsed use();
  Parsed set();
  Parsed set_time_zone();
  Parsed reset();
  Parsed cache();
  Parsed uncache();
  Parsed refresh();

  // All others.
  Parsed drop();
  Parsed drop_function(bool temporary);
  Parsed comment();
  Parsed repair();
  Parsed truncate();
  Parsed analyze();
  Parsed change_rows();   // UPDATE, DELETE, MERGE
  Parsed no_statement();  // Hive's own, and Spark's that nobody here does

  const std::string_view text_;
  TokenStream tokens_;
};

// INVALID_STATEMENT_OR_CLAUSE: Spark reads it, and does not do it.
base::Error spark_invalid_statement(std::string_view statement);

}  // namespace sql
