#include "spark/session_statements.h"

#include <fmt/format.h>

#include "base/text.h"
#include "plan/spark_error.h"
#include "spark/catalog_functions.h"
#include "spark/configuration.h"
#include "spark/errors.h"
#include "spark/options.h"
#include "spark/semantics.h"
#include "sql/spark_functions.h"

namespace spark_door {
namespace {

using spark::connect::StorageLevel;

Shown pairs(std::vector<ConstantRow> rows) {
  return constant_rows({{"key", "string", ""}, {"value", "string", ""}}, std::move(rows));
}

Shown set(const std::string& key, const std::string& value, const Statement& statement) {
  TRY(set_setting(statement.session(), statement.context.executor, key, value, statement.context.stop));
  std::vector<ConstantRow> rows;
  rows.push_back(text_row({key, value}));
  return pairs(std::move(rows));
}

// As Spark's StorageLevel names them: DISK_ONLY_2 is on disks only, twice.
base::Result<StorageLevel> level_of(const std::string& name) {
  StorageLevel level = default_storage_level();
  std::string_view rest = name;
  if (rest.ends_with("_2") || rest.ends_with("_3")) {
    level.set_replication(rest.back() - '0');
    rest.remove_suffix(2);
  }
  const bool serialized = rest.ends_with("_SER");
  if (serialized) rest.remove_suffix(4);
  level.set_deserialized(!serialized && rest != "DISK_ONLY" && rest != "OFF_HEAP");
  level.set_use_memory(rest != "DISK_ONLY" && rest != "NONE");
  level.set_use_disk(rest != "MEMORY_ONLY" && rest != "NONE");
  level.set_use_off_heap(rest == "OFF_HEAP");
  for (const char* known : {"NONE", "DISK_ONLY", "MEMORY_ONLY", "MEMORY_AND_DISK", "OFF_HEAP"})
    if (rest == known) return level;
  return plan::illegal_argument(fmt::format("Invalid StorageLevel: {}", name));
}

base::Result<plan::Relation> rows_of(const sql::TableNameParts& name, const Statement& statement) {
  auto found = TRY(statement.tables.find(name));
  if (!found) return no_table(name);
  return std::move(found->relation);
}

}  // namespace

// SET key=value, SET key, SET, and SET -v, which tells the meaning of every key that Spark knows: that text
// is Spark's own.
Shown run(const sql::SetCommand& command, const Statement& statement) {
  if (command.verbose) return not_supported("SET -v");
  if (command.value) return set(command.key, *command.value, statement);
  std::vector<ConstantRow> rows;
  Session& session = statement.session();
  if (!command.key.empty()) {
    const auto value = session.with_settings([&](Settings& settings) { return settings.find(command.key); });
    rows.push_back(text_row({command.key, value.value_or("<undefined>")}));
  } else {
    for (const auto& [key, value] : session.with_settings([](Settings& settings) { return settings.all(); }))
      rows.push_back(text_row({key, value}));
  }
  return pairs(std::move(rows));
}

Shown run(const sql::SetTimeZoneCommand& command, const Statement& statement) {
  return set(std::string(kTimeZone), command.zone, statement);
}

// All that a session may set, or one key of it.
Shown run(const sql::ResetCommand& command, const Statement& statement) {
  TRY(statement.session().with_settings([&](Settings& settings) -> base::Result<void> {
    if (!command.key.empty()) return settings.unset(command.key);
    for (const auto& [key, value] : settings.all())
      if (settings.unset(key).ok()) continue;
    return {};
  }));
  return nothing_shown();
}

// Rows are computed by the first query that needs them, as with LAZY.
Shown run(const sql::CacheCommand& command, const Statement& statement) {
  sql::Properties options = command.options;
  const auto name = take_option(options, "storageLevel");
  if (!options.empty())
    return not_supported(fmt::format("the option {} of CACHE TABLE", options.begin()->first));
  const StorageLevel level = name ? TRY(level_of(*name)) : default_storage_level();
  if (!command.query.empty()) {
    if (command.table.size() > 1)
      return plan::spark_error("_LEGACY_ERROR_TEMP_0037",
                               "It is not allowed to add catalog/namespace prefix <quoted> to the table name "
                               "in CACHE TABLE AS SELECT.",
                               {{"quoted", in_backticks({command.table.begin(), command.table.end() - 1})}});
    plan::Relation rows = TRY(query_within(statement, command.query));
    const ExecutionContext& context = statement.context;
    auto columns = TRY(context.executor.columns(rows, context.session.caller(), context.stop));
    TRY(statement.session().views().add(
        {.name = command.table.back(), .relation = std::move(rows), .columns = std::move(columns)}, false));
  }
  statement.session().kept().ask(TRY(rows_of(command.table, statement)), level);
  return nothing_shown();
}

Shown run(const sql::UncacheCommand& command, const Statement& statement) {
  const auto found = TRY(statement.tables.find(command.table));
  if (!found && command.if_exists) return nothing_shown();
  if (!found) return no_table(command.table);
  statement.session().kept().forget(found->relation, statement.session());
  return nothing_shown();
}

Shown run(const sql::ClearCacheCommand&, const Statement& statement) {
  statement.session().kept().forget_all(statement.session());
  return nothing_shown();
}

// Every query looks at what is there by then; what is kept is computed anew.
Shown run(const sql::RefreshCommand& command, const Statement& statement) {
  if (!command.table.empty()) TRY(rows_of(command.table, statement));
  statement.session().kept().forget_rows(statement.session());
  return nothing_shown();
}

// No function is kept in a database. A client registers its functions under names that it cannot take back.
Shown run(const sql::DropFunctionCommand& command, const Statement& statement) {
  const std::string name = base::to_lower(command.name.back());
  const bool single = command.name.size() == 1;
  const bool own = single && (statement.tables.functions().scalars.contains(name) ||
                              statement.tables.functions().tables.contains(name));
  if (own && command.temporary) return not_supported("DROP TEMPORARY FUNCTION");
  if (single && !command.temporary && !own && sql::find_spark_function(name) != nullptr)
    return plan::spark_error(
        "FORBIDDEN_OPERATION", "The operation <statement> is not allowed on the <objectType>: <objectName>.",
        {{"statement", "DROP"}, {"objectType", "FUNCTION"}, {"objectName", in_backticks({name})}});
  if (command.if_exists) return nothing_shown();
  const std::string shown = single && !command.temporary
                                ? in_backticks({statement.session().database(), name})
                                : in_backticks(command.name);
  return plan::spark_error(
      "ROUTINE_NOT_FOUND",
      "The routine <routineName> cannot be found. Verify the spelling and correctness of the schema and "
      "catalog.\nIf you did not qualify the name with a schema and catalog, verify the current_schema() "
      "output, or qualify the name with the correct schema and catalog.\nTo tolerate the error on drop use "
      "DROP ... IF EXISTS.",
      {{"routineName", shown}});
}

}  // namespace spark_door
