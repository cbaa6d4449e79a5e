#include "spark/table_statements.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "plan/spark_error.h"
#include "plan/types.h"
#include "services/glue/written_table.h"
#include "spark/catalog_tables.h"
#include "spark/insert_statements.h"
#include "spark/table_creation.h"
#include "spark/table_errors.h"
#include "spark/table_removal.h"
#include "spark/view_statements.h"
#include "spark/writes.h"

namespace spark_door {
namespace {

using plan::WriteOperation;
using services::glue::StoredTable;

// What CREATE TABLE says of the files.
WriteOperation form_of(const sql::CreateTableCommand& command, Session& session) {
  WriteOperation form;
  form.set_source(command.format.empty() ? default_source(session) : command.format);
  for (const std::string& column : command.partition_by) form.add_partitioning_columns(column);
  for (const auto& [key, value] : command.options) (*form.mutable_options())[key] = value;
  if (!command.location.empty()) (*form.mutable_options())["path"] = command.location;
  return form;
}

base::Result<std::vector<plan::Column>> columns_of(const std::vector<sql::ColumnDefinition>& defined) {
  std::vector<plan::Column> columns;
  for (const sql::ColumnDefinition& column : defined) {
    const auto type = TRY(plan::parse_type(column.type));
    columns.push_back({column.name, plan::type_text(type), column.comment});
  }
  return columns;
}

base::Result<void> create_empty(const sql::CreateTableCommand& command, const Statement& statement) {
  WriteOperation form = form_of(command, statement.session());
  auto columns = TRY(columns_of(command.columns));
  const bool is_known = command.if_not_exists && TRY(find_entry(command.name, statement)).has_value();
  if (columns.empty() && is_known) return {};
  if (columns.empty())
    columns = TRY(columns_of_files(form, command.location, statement.tables, statement.context));
  return create_table_without_rows(std::move(form), command.name, columns, command.if_not_exists,
                                   command.parameters, statement.context);
}

}  // namespace

// CREATE TABLE AS is saveAsTable by another name, and so are its modes.
Shown run(const sql::CreateTableCommand& command, const Statement& statement) {
  const bool placed = !command.location.empty() || command.options.contains("path");
  if (command.external && !placed)
    return plan::spark_error("CREATE_EXTERNAL_TABLE_WITHOUT_LOCATION",
                             "CREATE EXTERNAL TABLE must be accompanied by LOCATION.", {});
  for (const auto& [key, value] : command.parameters) TRY(check_table_property(key));
  if (command.query.empty()) {
    TRY(create_empty(command, statement));
    return nothing_shown();
  }
  WriteOperation write = form_of(command, statement.session());
  write.set_mode(command.if_not_exists ? WriteOperation::SAVE_MODE_IGNORE
                                       : WriteOperation::SAVE_MODE_ERROR_IF_EXISTS);
  name_table(write, command.name, WriteOperation::SaveTable::TABLE_SAVE_METHOD_SAVE_AS_TABLE);
  *write.mutable_input() = TRY(query_within(statement, command.query));
  TRY(run_write(std::move(write), statement.context, command.parameters));
  return nothing_shown();
}

// The columns, the partition keys and the format of another table, or the columns of a view; no row, and no
// property.
Shown run(const sql::CreateTableLikeCommand& command, const Statement& statement) {
  const auto source = TRY(statement.tables.find(command.source));
  if (!source) return no_table(command.source);
  sql::CreateTableCommand made{.name = command.name,
                               .if_not_exists = command.if_not_exists,
                               .format = command.format,
                               .columns = {},
                               .partition_by = {},
                               .location = command.location,
                               .options = {},
                               .parameters = command.parameters,
                               .query = ""};
  const bool temporary = statement.tables.temporary_view(command.source) != nullptr;
  const auto entry = temporary ? std::optional<StoredTable>() : TRY(find_entry(command.source, statement));
  if (entry && !is_view(*entry)) {
    for (const plan::Column& key : entry->partition_keys()) made.partition_by.push_back(key.name);
    const auto classification = entry->input.parameters.value_or(std::map<std::string, std::string>());
    const auto format = classification.find("classification");
    if (made.format.empty() && format != classification.end()) made.format = format->second;
  }
  TRY(create_table_without_rows(form_of(made, statement.session()), made.name, source->columns,
                                made.if_not_exists, made.parameters, statement.context));
  return nothing_shown();
}

// A temporary view goes first, as in Spark.
Shown drop_table(const sql::DropCommand& command, const Statement& statement) {
  if (drop_temporary_view(command.name, statement)) return nothing_shown();
  const auto entry = TRY(find_entry(command.name, statement));
  if (!entry && command.if_exists) return nothing_shown();
  if (!entry) return no_table(command.name);
  const Storage& storage = statement.storage();
  TRY(storage.journal.write([&](store::Transaction& transaction) {
    return drop_table(transaction, entry->row.database, entry->row.name, storage);
  }));
  return nothing_shown();
}

Shown run(const sql::UnsupportedTableCommand& command, const Statement& statement) {
  const auto entry = TRY(find_entry(command.table, statement));
  const bool replaces = command.operation.starts_with("REPLACE TABLE");
  if (!entry && !replaces) return no_table(command.table);
  return no_table_operation(
      whole_name(statement.tables.database_of(command.table), base::to_lower(command.table.back())),
      command.operation);
}

}  // namespace spark_door
