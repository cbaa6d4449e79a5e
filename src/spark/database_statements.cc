#include "spark/database_statements.h"

#include <fmt/format.h>

#include "base/text.h"
#include "plan/spark_error.h"
#include "services/glue/catalog_browser.h"
#include "services/glue/stored.h"
#include "spark/catalog_listing.h"
#include "spark/catalog_names.h"
#include "spark/default_database.h"
#include "spark/errors.h"
#include "spark/table_removal.h"
#include "spark/warehouse.h"

namespace spark_door {
namespace {

using services::glue::CatalogStore;

// Spark has these names for itself among the properties of a database.
bool is_reserved(const std::string& key) {
  return key == "comment" || key == "location" || key == "owner";
}

base::Error database_exists(const std::string& name) {
  return plan::spark_error(
      "SCHEMA_ALREADY_EXISTS",
      "Cannot create schema <schemaName> because it already exists.\nChoose a different name, drop the "
      "existing schema, or add the IF NOT EXISTS clause to tolerate pre-existing schema.",
      {{"schemaName", in_backticks({name})}});
}

base::Error database_holds_tables(const std::string& name) {
  return plan::spark_error("SCHEMA_NOT_EMPTY",
                           "Cannot drop a schema <schemaName> because it contains objects.\nUse DROP SCHEMA "
                           "... CASCADE to drop the schema and all its objects.",
                           {{"schemaName", in_backticks({name})}});
}

services::glue::CatalogBrowser browser_of(const Statement& statement) {
  return {statement.storage().journal, statement.storage().scope};
}

// Changes the entry of a database; the default one has none until then.
template <typename Change>
base::Result<void> change_database(const std::string& name, const Statement& statement, Change change) {
  const Storage& storage = statement.storage();
  return storage.journal.write([&](store::Transaction& transaction) -> base::Result<void> {
    if (name == kDefaultDatabase) TRY(ensure_default_database(transaction, storage));
    auto row = TRY(CatalogStore::database(transaction, storage.scope, name));
    if (!row) return no_database(name);
    auto input = TRY(
        services::glue::from_stored<api::glue::DatabaseInput>(api::glue::tables::kDatabaseInput, row->input));
    change(input);
    row->input = services::glue::to_stored(api::glue::tables::kDatabaseInput, input);
    return CatalogStore::put_database(transaction, storage.scope, *row);
  });
}

}  // namespace

// `default` is there even while the Data Catalog has no entry for it, so it can never be created.
Shown run(const sql::CreateDatabaseCommand& command, const Statement& statement) {
  const std::string name = TRY(database_named(command.name));
  auto browser = browser_of(statement);
  if (TRY(has_database(browser, name))) {
    if (command.if_not_exists) return nothing_shown();
    return database_exists(name);
  }
  TRY(check_new_name(name));
  const Storage& storage = statement.storage();
  api::glue::DatabaseInput input{.name = name};
  if (!command.comment.empty()) input.description = command.comment;
  input.location_uri = command.location.empty() ? place_in_warehouse(statement.session(), name)
                                                : std::optional(command.location);
  if (!command.properties.empty()) input.parameters = command.properties;
  TRY(storage.journal.write([&](store::Transaction& transaction) {
    return services::glue::create_database(transaction, storage.scope, input, storage.clock.now());
  }));
  return nothing_shown();
}

Shown run(const sql::AlterDatabaseCommand& command, const Statement& statement) {
  for (const auto& [key, value] : command.set)
    if (is_reserved(key)) return not_supported(fmt::format("the property {} of a database", key));
  TRY(change_database(TRY(database_named(command.name)), statement, [&](api::glue::DatabaseInput& input) {
    if (!command.location.empty()) input.location_uri = command.location;
    auto parameters = input.parameters.value_or(std::map<std::string, std::string>());
    for (const auto& [key, value] : command.set) parameters[key] = value;
    for (const std::string& key : command.unset) parameters.erase(key);
    input.parameters = std::move(parameters);
  }));
  return nothing_shown();
}

Shown comment_on_database(const sql::CommentCommand& command, const Statement& statement) {
  TRY(change_database(TRY(database_named(command.name)), statement, [&](api::glue::DatabaseInput& input) {
    input.description = command.comment.empty() ? std::nullopt : std::optional(command.comment);
  }));
  return nothing_shown();
}

// Nobody owns a database of the Data Catalog, so no owner is told.
Shown run(const sql::DescribeDatabaseCommand& command, const Statement& statement) {
  const std::string name = TRY(database_named(command.database));
  auto browser = browser_of(statement);
  const auto found = TRY(browser.database(name));
  if (!found && name != kDefaultDatabase) return no_database(name);
  const plan::DatabaseDescription database = found.value_or(default_database());
  std::string location = database.location;
  if (location.empty()) location = place_in_warehouse(statement.session(), name).value_or("");
  std::vector<ConstantRow> rows;
  rows.push_back(text_row({"Catalog Name", kCatalogName}));
  rows.push_back(text_row({"Namespace Name", name}));
  rows.push_back(text_row({"Comment", database.description}));
  rows.push_back(text_row({"Location", location}));
  std::vector<std::string> properties;
  for (const auto& [key, value] : database.parameters)
    properties.push_back(fmt::format("({},{})", key, value));
  if (command.extended && !properties.empty())
    rows.push_back(text_row({"Properties", fmt::format("({})", base::join(properties, ", "))}));
  return constant_rows({{"info_name", "string", ""}, {"info_value", "string", ""}}, std::move(rows));
}

// USE spark_catalog is of the catalog that is in use anyway.
Shown run(const sql::UseCommand& command, const Statement& statement) {
  auto browser = browser_of(statement);
  const auto& name = command.database;
  const bool is_catalog = name.size() == 1 && base::iequals(name[0], kCatalogName);
  if (is_catalog && !TRY(has_database(browser, name[0]))) return nothing_shown();
  const std::string database = TRY(database_named(name));
  if (!TRY(has_database(browser, database))) return no_database(database);
  statement.session().use_database(database);
  return nothing_shown();
}

Shown run(const sql::SetCatalogCommand& command, const Statement&) {
  if (base::iequals(command.catalog, kCatalogName)) return nothing_shown();
  return plan::spark_error(
      "CATALOG_NOT_FOUND",
      "The catalog <catalogName> not found. Consider to set the SQL config <config> to a "
      "catalog plugin.",
      {{"catalogName", in_backticks({command.catalog})},
       {"config", fmt::format("\"spark.sql.catalog.{}\"", command.catalog)}});
}

// With its tables, in one transaction: a managed one takes its files along, which the foreign key that
// removes a database's tables knows nothing of.
Shown drop_database(const sql::DropCommand& command, const Statement& statement) {
  const std::string name = TRY(database_named(command.name));
  const Storage& storage = statement.storage();
  TRY(storage.journal.write([&](store::Transaction& transaction) -> base::Result<void> {
    if (!TRY(CatalogStore::database(transaction, storage.scope, name)))
      return command.if_exists ? base::Result<void>() : no_database(name);
    for (;;) {
      const auto tables = TRY(CatalogStore::tables(transaction, storage.scope, name, {}));
      if (tables.empty()) break;
      if (!command.cascade) return database_holds_tables(name);
      for (const auto& table : tables) TRY(drop_table(transaction, name, table.name, storage));
    }
    return CatalogStore::remove_database(transaction, storage.scope, name);
  }));
  return nothing_shown();
}

// Databases of databases there are none.
Shown show_databases(const sql::ShowCommand& command, const Statement& statement) {
  auto browser = browser_of(statement);
  const bool of_catalog =
      command.of.empty() || (command.of.size() == 1 && base::iequals(command.of[0], kCatalogName));
  if (!of_catalog) {
    const std::string database = TRY(database_named(command.of));
    if (!TRY(has_database(browser, database))) return no_database(database);
  }
  std::vector<ConstantRow> rows;
  if (of_catalog)
    for (const auto& database : TRY(all_databases(browser)))
      if (fits(command.pattern, database.name)) rows.push_back(text_row({database.name}));
  return constant_rows({{"namespace", "string", ""}}, std::move(rows));
}

}  // namespace spark_door
