#include "spark/show_statements.h"

#include <fmt/format.h>

#include <set>

#include "base/text.h"
#include "plan/spark_error.h"
#include "plan/types.h"
#include "services/glue/catalog_browser.h"
#include "spark/catalog_listing.h"
#include "spark/create_table_text.h"
#include "spark/database_statements.h"
#include "spark/partition_statements.h"
#include "spark/schema_text.h"
#include "spark/table_details.h"
#include "sql/spark_functions.h"

namespace spark_door {
namespace {

using services::glue::StoredTable;
using What = sql::ShowTablesCommand::What;
using Rows = std::vector<ConstantRow>;

Shown show_columns(const sql::TableNameParts& name, const Statement& statement) {
  const auto view = TRY(statement.tables.find(name));
  if (!view) return no_table(name);
  Rows rows;
  for (const plan::Column& column : view->columns) rows.push_back(text_row({column.name}));
  return constant_rows({{"col_name", "string", ""}}, std::move(rows));
}

Shown show_catalogs(const std::string& pattern) {
  Rows rows;
  if (fits(pattern, kCatalogName)) rows.push_back(text_row({kCatalogName}));
  return constant_rows({{"catalog", "string", ""}}, std::move(rows));
}

// The schema as printSchema() draws it.
std::string schema_tree(const std::vector<plan::Column>& columns) {
  spark::connect::DataType schema;
  for (const plan::Column& column : columns) {
    auto& field = *schema.mutable_struct_()->add_fields();
    field.set_name(column.name);
    field.set_nullable(true);
    if (auto type = plan::parse_type(column.type); type.ok()) *field.mutable_data_type() = *std::move(type);
  }
  return tree_string(schema, std::nullopt);
}

// "Name: value" lines, as SHOW TABLE EXTENDED has them; partition columns stand before the schema.
base::Result<std::string> information(const sql::TableNameParts& name, const Statement& statement) {
  std::string text;
  const auto table = TRY(find_entry(name, statement));
  if (table)
    for (const auto& [key, value] : details_of(*table)) text += fmt::format("{}: {}\n", key, value);
  std::vector<std::string> keys;
  if (table)
    for (const plan::Column& key : table->partition_keys()) keys.push_back(in_backticks({key.name}));
  if (!keys.empty()) text += fmt::format("Partition Columns: [{}]\n", base::join(keys, ", "));
  const auto view = TRY(statement.tables.find(name));
  return text + (view ? fmt::format("Schema: {}\n", schema_tree(view->columns)) : "");
}

class TableList {
 public:
  TableList(const sql::ShowTablesCommand& command, const Statement& statement)
      : command_(command), statement_(statement) {}

  base::Result<Rows> rows() {
    const bool global = command_.database.size() == 1 && base::iequals(command_.database[0], kGlobalViews);
    if (global) {
      for (const std::string& name : statement_.global_views.names())
        TRY(add(std::string(kGlobalViews), name, {std::string(kGlobalViews), name}, true));
    } else {
      TRY(add_stored());
    }
    for (const std::string& name : statement_.session().views().names()) TRY(add("", name, {name}, true));
    return std::move(rows_);
  }

 private:
  base::Result<void> add_stored() {
    const std::string database =
        command_.database.empty() ? statement_.session().database() : TRY(database_named(command_.database));
    services::glue::CatalogBrowser browser(statement_.storage().journal, statement_.storage().scope);
    for (const auto& table : TRY(all_tables(browser, database)))
      if (command_.what != What::Views || table.type == kViewType)
        TRY(add(database, table.name, {database, table.name}, false));
    return {};
  }

  base::Result<void> add(const std::string& place, const std::string& name, const sql::TableNameParts& whole,
                         bool temporary) {
    if (!fits(command_.pattern, name)) return {};
    ConstantRow& row = rows_.emplace_back(text_row({place, name}));
    row.push_back(plan::literal(temporary));
    if (command_.what == What::Extended) row.push_back(plan::literal(TRY(text_of(name, whole, temporary))));
    return {};
  }

  base::Result<std::string> text_of(const std::string& name, const sql::TableNameParts& whole,
                                    bool temporary) {
    if (temporary) {
      const auto view = statement_.tables.temporary_view(whole);
      return fmt::format("Table: {}\nType: VIEW\nSchema: {}\n", name,
                         schema_tree(view ? view->columns : std::vector<plan::Column>()));
    }
    return information(whole, statement_);
  }

  const sql::ShowTablesCommand& command_;
  const Statement& statement_;
  Rows rows_;
};

Shown show_partition(const sql::ShowTablesCommand& command, const Statement& statement) {
  sql::TableNameParts name = command.database;
  name.push_back(command.pattern);
  const StoredTable table = TRY(table_entry(name, "SHOW TABLE EXTENDED", statement));
  const auto values = TRY(whole_partition(command.partition, table));
  const auto partition = TRY(statement.storage().journal.read(
      [&](store::Snapshot& snapshot) { return partition_of(snapshot, table, values); }));
  if (!partition) return no_partition(table, values);
  std::string text;
  for (const auto& [key, value] : details_of(table, *partition)) text += fmt::format("{}: {}\n", key, value);
  Rows rows;
  rows.push_back(text_row({table.row.database, table.row.name}));
  rows.back().push_back(plan::literal(false));
  rows.back().push_back(plan::literal(text));
  return constant_rows({{"namespace", "string", ""},
                        {"tableName", "string", ""},
                        {"isTemporary", "boolean", ""},
                        {"information", "string", ""}},
                       std::move(rows));
}

}  // namespace

Shown run(const sql::ShowCommand& command, const Statement& statement) {
  using Kind = sql::ShowCommand::Kind;
  switch (command.kind) {
    case Kind::Databases:
      return show_databases(command, statement);
    case Kind::Columns:
      return show_columns(command.of, statement);
    case Kind::Partitions:
      return show_partitions(command, statement);
    case Kind::Catalogs:
      return show_catalogs(command.pattern);
    case Kind::Namespace:
      break;
  }
  Rows rows;
  rows.push_back(text_row({kCatalogName, statement.session().database()}));
  return constant_rows({{"catalog", "string", ""}, {"namespace", "string", ""}}, std::move(rows));
}

// Temporary views belong to every database, so they are listed whichever is asked for.
Shown run(const sql::ShowTablesCommand& command, const Statement& statement) {
  if (!command.partition.empty()) return show_partition(command, statement);
  Rows rows = TRY(TableList(command, statement).rows());
  std::vector<plan::Column> columns = {{"namespace", "string", ""},
                                       {command.what == What::Views ? "viewName" : "tableName", "string", ""},
                                       {"isTemporary", "boolean", ""}};
  if (command.what == What::Extended) columns.push_back({"information", "string", ""});
  return constant_rows(columns, std::move(rows));
}

// No database holds any: the session's own are the user's.
Shown run(const sql::ShowFunctionsCommand& command, const Statement& statement) {
  services::glue::CatalogBrowser browser(statement.storage().journal, statement.storage().scope);
  if (!command.database.empty()) {
    const std::string database = TRY(database_named(command.database));
    if (!TRY(has_database(browser, database))) return no_database(database);
  }
  std::set<std::string> names;
  if (command.of_system)
    for (const std::string_view name : sql::spark_function_names()) names.emplace(name);
  if (command.of_user) {
    for (const auto& [name, function] : statement.tables.functions().scalars) names.insert(name);
    for (const auto& [name, function] : statement.tables.functions().tables) names.insert(name);
  }
  Rows rows;
  for (const std::string& name : names)
    if (fits(command.pattern, name)) rows.push_back(text_row({name}));
  return constant_rows({{"function", "string", ""}}, std::move(rows));
}

Shown run(const sql::ShowPropertiesCommand& command, const Statement& statement) {
  const bool temporary = statement.tables.temporary_view(command.table) != nullptr;
  const auto table = temporary ? std::optional<StoredTable>() : TRY(find_entry(command.table, statement));
  if (!table && !temporary) return no_table(command.table);
  std::map<std::string, std::string> properties;
  if (table && table->input.parameters) properties = shown_properties(*table->input.parameters);
  Rows rows;
  if (command.key.empty()) {
    for (const auto& [key, value] : properties) rows.push_back(text_row({key, value}));
  } else if (table) {
    const auto found = properties.find(command.key);
    rows.push_back(
        text_row({command.key, found != properties.end()
                                   ? found->second
                                   : fmt::format("Table {}.{}.{} does not have property: {}", kCatalogName,
                                                 table->row.database, table->row.name, command.key)}));
  }
  return constant_rows({{"key", "string", ""}, {"value", "string", ""}}, std::move(rows));
}

Shown run(const sql::ShowCreateTableCommand& command, const Statement& statement) {
  if (statement.tables.temporary_view(command.table) != nullptr)
    return plan::spark_error("EXPECT_PERMANENT_VIEW_NOT_TEMP",
                             "'<operation>' expects a permanent view but <viewName> is a temp view.",
                             {{"viewName", in_backticks(command.table)}, {"operation", "SHOW CREATE TABLE"}});
  const auto table = TRY(find_entry(command.table, statement));
  if (!table) return no_table(command.table);
  if (command.as_serde)
    return plan::spark_error("UNSUPPORTED_SHOW_CREATE_TABLE.ON_DATA_SOURCE_TABLE_WITH_AS_SERDE",
                             "Unsupported a SHOW CREATE TABLE command. The table <tableName> is a Spark data "
                             "source table. Please use SHOW CREATE TABLE without AS SERDE instead.",
                             {{"tableName", whole_name(table->row.database, table->row.name)}});
  Rows rows;
  rows.push_back(text_row({TRY(create_statement(*table))}));
  return constant_rows({{"createtab_stmt", "string", ""}}, std::move(rows));
}

}  // namespace spark_door
