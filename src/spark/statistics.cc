#include "spark/statistics.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "lake/hive_folders.h"
#include "plan/spark_error.h"
#include "services/glue/catalog_browser.h"
#include "services/glue/stored.h"
#include "spark/catalog_listing.h"
#include "spark/errors.h"
#include "spark/file_listing.h"
#include "spark/measured_rows.h"
#include "spark/partition_rows.h"

namespace spark_door {
namespace {

using services::glue::CatalogStore;
using services::glue::StoredTable;
using Parameters = std::map<std::string, std::string>;

constexpr std::string_view kStatistics = "spark.sql.statistics.";
constexpr const char* kSize = "spark.sql.statistics.totalSize";
constexpr const char* kRows = "spark.sql.statistics.numRows";
constexpr const char* kColumns = "spark.sql.statistics.colStats.";

std::string value_of(const Parameters& parameters, const std::string& key) {
  const auto found = parameters.find(key);
  return found == parameters.end() ? std::string() : found->second;
}

base::Result<std::int64_t> size_below(const std::string& location, const Statement& statement) {
  const Storage& storage = statement.storage();
  const lake::Lease lease = TRY(storage.lake.lease());
  auto files = find_files({.paths = {location}, .base_path = {}, .name_glob = {}, .recursive = true}, storage,
                          lease, statement.context.stop);
  if (!files.ok() && files.error().code == "PATH_NOT_FOUND") return 0;  // nobody has written to it yet
  std::int64_t size = 0;
  for (const FoundFile& file : TRY(std::move(files))) size += file.size;
  return size;
}

// Its partitions may stand elsewhere.
base::Result<std::int64_t> size_of(const StoredTable& table, const Statement& statement) {
  if (table.key_count() == 0) return size_below(location_of(table), statement);
  const auto partitions = TRY(statement.storage().journal.read(
      [&](store::Snapshot& snapshot) { return partitions_of(snapshot, table, {}); }));
  std::int64_t size = 0;
  for (const PartitionEntry& partition : partitions) size += TRY(size_below(partition.location(), statement));
  return size;
}

base::Result<plan::Relation> rows_of(const StoredTable& table, const Statement& statement) {
  auto view = TRY(statement.tables.find({table.row.database, table.row.name}));
  if (!view) return no_table({table.row.database, table.row.name});
  return std::move(view->relation);
}

plan::Expression text_of(plan::Expression value, std::size_t place) {
  return plan::alias(plan::cast(std::move(value), "string"), fmt::format("m{}", place));
}

base::Result<std::string> row_count(plan::Relation rows, const Statement& statement) {
  const auto values = TRY(
      measured(std::move(rows), {text_of(plan::call("count", {plan::literal(1)}), 0)}, statement.context));
  return values[0].value_or("0");
}

std::vector<plan::Column> columns_of(const StoredTable& table) {
  std::vector<plan::Column> columns;
  if (table.input.storage_descriptor && table.input.storage_descriptor->columns)
    for (const auto& column : *table.input.storage_descriptor->columns)
      columns.push_back({column.name, column.type.value_or("string"), ""});
  for (const plan::Column& key : table.partition_keys()) columns.push_back(key);
  return columns;
}

bool is_text(const std::string& type) {
  return type == "string" || type == "binary" || type.starts_with("char") || type.starts_with("varchar");
}

// How many bytes Spark reckons with for a value of the type; 0: it has no statistics of such columns.
int size_of_type(const std::string& type) {
  static constexpr std::array kSizes = std::to_array<std::pair<std::string_view, int>>({{"boolean", 1},
                                                                                        {"tinyint", 1},
                                                                                        {"smallint", 2},
                                                                                        {"int", 4},
                                                                                        {"bigint", 8},
                                                                                        {"float", 4},
                                                                                        {"double", 8},
                                                                                        {"date", 4},
                                                                                        {"timestamp", 8},
                                                                                        {"timestamp_ntz", 8},
                                                                                        {"string", 20},
                                                                                        {"binary", 100}});
  const auto* found =
      std::ranges::find(kSizes, std::string_view(type), &std::pair<std::string_view, int>::first);
  if (found != kSizes.end()) return found->second;
  if (type.starts_with("char") || type.starts_with("varchar")) return 20;
  if (!type.starts_with("decimal")) return 0;
  const auto digits = base::parse_int(std::string_view(type).substr(8, type.find(',') - 8));
  return digits.value_or(10) > 18 ? 16 : 8;
}

// min, max, nullCount, distinctCount, avgLen, maxLen; texts have no least and greatest.
constexpr std::size_t kOfAColumn = 6;
void add_aggregates(const plan::Column& column, std::vector<plan::Expression>& aggregates) {
  const auto value = [&] { return plan::column(plan::quoted(column.name)); };
  const auto add = [&](plan::Expression aggregate) {
    const std::size_t place = aggregates.size();
    aggregates.push_back(text_of(std::move(aggregate), place));
  };
  const auto length = [&](const char* aggregate) {
    return is_text(column.type) ? plan::call(aggregate, {plan::call("length", {value()})})
                                : plan::call("max", {plan::literal(size_of_type(column.type))});
  };
  const bool ordered = !is_text(column.type);
  add(ordered ? plan::call("min", {value()}) : plan::null_literal("string"));
  add(ordered ? plan::call("max", {value()}) : plan::null_literal("string"));
  add(plan::call("count_if", {plan::call("isnull", {value()})}));
  add(plan::call_distinct("count", {value()}));
  add(plan::call("ceil", {length("avg")}));
  add(length("max"));
}

base::Result<std::vector<plan::Column>> wanted_columns(const StoredTable& table,
                                                       const sql::AnalyzeCommand& command) {
  const auto all = columns_of(table);
  std::vector<plan::Column> wanted;
  if (command.all_columns)
    std::ranges::copy_if(all, std::back_inserter(wanted),
                         [](const plan::Column& column) { return size_of_type(column.type) > 0; });
  for (const std::string& name : command.columns) {
    const auto column =
        std::ranges::find_if(all, [&](const plan::Column& known) { return base::iequals(known.name, name); });
    if (column == all.end()) return no_column(name);
    if (size_of_type(column->type) == 0)
      return plan::spark_error("UNSUPPORTED_FEATURE.ANALYZE_UNSUPPORTED_COLUMN_TYPE",
                               "The feature is not supported: The ANALYZE TABLE FOR COLUMNS command does not "
                               "support the type <columnType> of the column <columnName> in the table "
                               "<tableName>.",
                               {{"columnType", fmt::format("\"{}\"", column->type)},
                                {"columnName", in_backticks({column->name})},
                                {"tableName", in_backticks({table.row.database, table.row.name})}});
    wanted.push_back(*column);
  }
  return wanted;
}

base::Result<Parameters> of_columns(const StoredTable& table, const std::vector<plan::Column>& columns,
                                    const Statement& statement) {
  Parameters statistics;
  std::vector<plan::Expression> aggregates;
  for (const plan::Column& column : columns) add_aggregates(column, aggregates);
  const auto values = TRY(measured(TRY(rows_of(table, statement)), std::move(aggregates), statement.context));
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const std::string prefix = kColumns + columns[i].name;
    const auto add = [&](const char* name, std::size_t place) {
      if (const auto& value = values[i * kOfAColumn + place])
        statistics[fmt::format("{}.{}", prefix, name)] = *value;
    };
    add("min", 0);
    add("max", 1);
    add("nullCount", 2);
    add("distinctCount", 3);
    add("avgLen", 4);
    add("maxLen", 5);
    statistics.emplace(prefix + ".avgLen", std::to_string(size_of_type(columns[i].type)));
    statistics.emplace(prefix + ".maxLen", std::to_string(size_of_type(columns[i].type)));
    statistics[prefix + ".version"] = "2";
  }
  return statistics;
}

// Without a scan a number of rows is kept that was counted before, as in Spark.
base::Result<void> analyze_table(const StoredTable& table, const sql::AnalyzeCommand& command,
                                 const Statement& statement) {
  const auto columns = TRY(wanted_columns(table, command));
  Parameters statistics = columns.empty() ? Parameters() : TRY(of_columns(table, columns, statement));
  statistics[kSize] = std::to_string(TRY(size_of(table, statement)));
  if (command.scans) statistics[kRows] = TRY(row_count(TRY(rows_of(table, statement)), statement));
  return change_entry(table, statement,
                      [&](store::Transaction&, const StoredTable&, api::glue::TableInput& input) {
                        Parameters parameters = input.parameters.value_or(Parameters());
                        for (const auto& [key, value] : statistics) parameters[key] = value;
                        input.parameters = std::move(parameters);
                        return base::Result<void>();
                      });
}

// The rows of one partition.
plan::Relation rows_of_partition(plan::Relation rows, const StoredTable& table,
                                 const std::vector<std::string>& values) {
  const auto keys = table.partition_keys();
  for (std::size_t i = 0; i < keys.size(); ++i) {
    plan::Expression key = plan::column(plan::quoted(keys[i].name));
    rows = plan::filter(
        std::move(rows),
        values[i] == lake::kNullPartition
            ? plan::call("isnull", {std::move(key)})
            : plan::call("==", {std::move(key), plan::cast(plan::literal(values[i]), keys[i].type)}));
  }
  return rows;
}

base::Result<void> analyze_partitions(const StoredTable& table, const sql::AnalyzeCommand& command,
                                      const Statement& statement) {
  const sql::PartitionSpec spec = TRY(checked_spec(command.partition, table));
  const Storage& storage = statement.storage();
  auto partitions = TRY(
      storage.journal.read([&](store::Snapshot& snapshot) { return partitions_of(snapshot, table, spec); }));
  for (PartitionEntry& partition : partitions) {
    const std::string size = std::to_string(TRY(size_below(partition.location(), statement)));
    std::string rows;
    if (command.scans)
      rows = TRY(row_count(rows_of_partition(TRY(rows_of(table, statement)), table, partition.row.values),
                           statement));
    TRY(storage.journal.write([&](store::Transaction& transaction) -> base::Result<void> {
      auto now = TRY(partition_of(transaction, table, partition.row.values));
      if (!now) return {};
      Parameters parameters = now->input.parameters.value_or(Parameters());
      parameters[kSize] = size;
      if (!rows.empty()) parameters[kRows] = rows;
      now->input.parameters = std::move(parameters);
      now->row.input = services::glue::to_stored(api::glue::tables::kPartitionInput, now->input);
      TRY(CatalogStore::replace_partition(transaction, table.row.id, now->row.values, now->row));
      return {};
    }));
  }
  return {};
}

}  // namespace

bool is_statistic(const std::string& parameter) {
  return parameter.starts_with(kStatistics);
}

void forget_statistics(Parameters& parameters) {
  std::erase_if(parameters, [](const auto& parameter) { return is_statistic(parameter.first); });
}

base::Result<void> forget_statistics(store::Transaction& transaction, const StoredTable& table,
                                     const Storage& storage) {
  const auto stored =
      TRY(services::glue::find_table(transaction, storage.scope, table.row.database, table.row.name));
  if (!stored || !stored->input.parameters) return {};
  api::glue::TableInput input = stored->input;
  forget_statistics(*input.parameters);
  if (input.parameters->size() == stored->input.parameters->size()) return {};
  return services::glue::update_table(transaction, *stored, std::move(input), CatalogStore::Archive::Skip,
                                      storage.clock.now());
}

std::string statistics_text(const Parameters& parameters) {
  const std::string size = value_of(parameters, kSize), rows = value_of(parameters, kRows);
  if (size.empty()) return "";
  return rows.empty() ? fmt::format("{} bytes", size) : fmt::format("{} bytes, {} rows", size, rows);
}

std::string column_statistic(const Parameters& parameters, const std::string& column,
                             const std::string& statistic) {
  return value_of(parameters, fmt::format("{}{}.{}", kColumns, column, statistic));
}

Shown run(const sql::AnalyzeCommand& command, const Statement& statement) {
  if (!command.all_tables) {
    const auto entry = TRY(find_entry(command.name, statement));
    if (entry && is_view(*entry))
      return plan::spark_error("UNSUPPORTED_FEATURE.ANALYZE_VIEW",
                               "The feature is not supported: The ANALYZE TABLE command does not support "
                               "views.",
                               {});
    const StoredTable table = TRY(table_entry(command.name, "ANALYZE TABLE", statement));
    if (command.partition.empty())
      TRY(analyze_table(table, command, statement));
    else
      TRY(analyze_partitions(table, command, statement));
    return nothing_shown();
  }
  const std::string database =
      command.name.empty() ? statement.session().database() : TRY(database_named(command.name));
  services::glue::CatalogBrowser browser(statement.storage().journal, statement.storage().scope);
  for (const auto& found : TRY(all_tables(browser, database))) {
    if (found.type == kViewType) continue;
    TRY(analyze_table(TRY(table_entry({database, found.name}, "ANALYZE TABLES", statement)), command,
                      statement));
  }
  return nothing_shown();
}

}  // namespace spark_door
