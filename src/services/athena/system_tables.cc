#include "services/athena/system_tables.h"

#include <fmt/format.h>

#include "base/text.h"
#include "plan/text_rows.h"
#include "services/athena/change_reads.h"
#include "services/athena/key_conditions.h"
#include "services/athena/partition_projection.h"
#include "sql/hidden_column.h"
#include "sql/types.h"

namespace services::athena {
namespace {

constexpr std::string_view kSchema = "information_schema";
constexpr std::string_view kPartitions = "$partitions";
constexpr const char* kFormat = "dovetail.system";  // how such a table is "stored"
constexpr int kPage = 1000;

plan::Column text(std::string name) {
  return {.name = std::move(name), .type = "string"};
}

// https://docs.aws.amazon.com/athena/latest/ug/querying-glue-catalog-listing-columns.html: Athena's columns
// have a comment and say what is a partition key, beside what Trino's have.
std::optional<std::vector<plan::Column>> columns_of(std::string_view name) {
  if (name == "schemata") return {{text("catalog_name"), text("schema_name")}};
  std::vector<plan::Column> columns = {text("table_catalog"), text("table_schema"), text("table_name")};
  if (name == "tables") {
    columns.push_back(text("table_type"));
  } else if (name == "views") {
    columns.push_back(text("view_definition"));
  } else if (name == "columns") {
    columns.push_back(text("column_name"));
    columns.push_back({.name = "ordinal_position", .type = "bigint"});
    for (const char* more : {"column_default", "is_nullable", "data_type", "comment", "extra_info"})
      columns.push_back(text(more));
  } else {
    return std::nullopt;
  }
  return columns;
}

bool is_view(const plan::TableDescription& table) {
  return table.type == "VIRTUAL_VIEW";
}

// A type that queries cannot read is told as the catalog has it.
std::string type_of(const plan::Column& column) {
  const auto type = sql::from_hive(column.type);
  return type ? sql::to_string(*type) : column.type;
}

void add_columns(const std::string& catalog, const std::string& database, const plan::TableDescription& table,
                 plan::TextRows& rows) {
  int position = 0;
  const auto add = [&](const plan::Column& column, std::optional<std::string> extra_info) {
    rows.push_back({catalog, database, table.name, base::to_lower(column.name), std::to_string(++position),
                    std::nullopt, "YES", type_of(column),
                    column.comment.empty() ? std::nullopt : std::optional(column.comment),
                    std::move(extra_info)});
  };
  for (const plan::Column& column : table.columns) add(column, std::nullopt);
  for (const plan::Column& key : table.partition_keys) add(key, "partition key");
}

std::string table_of_partitions(std::string_view name) {
  return std::string(name.substr(0, name.size() - kPartitions.size()));
}

}  // namespace

// What a query asks of the names in one column.
struct SystemTables::Names {
  KeyConditions conditions;

  Names(const plan::PartitionDemands& demands, std::int64_t plan_id, const char* column)
      : conditions(text(column), demands.of(plan_id, {text(column)})) {}

  // The only one that it asks for.
  std::optional<std::string> single() const {
    const auto& named = conditions.named();
    return named && named->size() == 1 ? std::optional(*named->begin()) : std::nullopt;
  }
};

base::Result<std::optional<plan::Table>> SystemTables::table(const std::string& database,
                                                             const std::string& name) {
  plan::Table table{.database = database, .name = name, .storage = {.format = kFormat, .options = {}}};
  if (database == kSchema) {
    auto columns = columns_of(name);
    if (!columns) return std::optional<plan::Table>();
    table.columns = *std::move(columns);
    return std::optional(std::move(table));
  }
  if (!name.ends_with(kPartitions)) return catalog_->table(database, name);
  const auto of = TRY(catalog_->table(database, table_of_partitions(name)));
  if (!of || of->partition_keys.empty()) return std::optional<plan::Table>();
  if (is_projected(*of))
    return base::refusal(
        "NOT_SUPPORTED", 400,
        fmt::format("Partitions of '{}.{}' are projected: there is no list of them", of->database, of->name));
  table.columns = of->partition_keys;
  return std::optional(std::move(table));
}

base::Result<bool> SystemTables::has_database(const std::string& database) {
  if (database == kSchema) return true;
  return catalog_->has_database(database);
}

base::Result<std::vector<plan::Partition>> SystemTables::partitions(
    const plan::Table& table, const std::vector<plan::PartitionCondition>& conditions) {
  return catalog_->partitions(table, conditions);
}

base::Result<std::optional<base::Timestamp>> SystemTables::created_at(const plan::Table& table) {
  if (table.database == kSchema) return std::optional<base::Timestamp>();
  const std::string name = table.storage.format == kFormat ? table_of_partitions(table.name) : table.name;
  const auto described = TRY(browser_->table(table.database, name));
  return described ? std::optional(described->created_at) : std::nullopt;
}

base::Result<void> SystemTables::fill(sql::Query& query) {
  const auto is_system = [](const sql::TableRead& read) { return read.table.storage.format == kFormat; };
  if (std::ranges::none_of(query.reads, is_system)) return {};
  const plan::PartitionDemands demands(*query.root);
  std::map<std::int64_t, plan::Relation> filled;
  for (const sql::TableRead& read : query.reads)
    if (is_system(read)) filled.emplace(read.plan_id, TRY(relation_of(demands, read)));
  std::erase_if(query.reads, is_system);
  change_reads(*query.root, [&](plan::Relation& relation) {
    const auto found = filled.find(relation.common().plan_id());
    if (found != filled.end()) relation = found->second;
  });
  return {};
}

base::Result<plan::Relation> SystemTables::relation_of(const plan::PartitionDemands& demands,
                                                       const sql::TableRead& read) {
  const plan::Table& table = read.table;
  const auto rows = table.database != kSchema  ? TRY(partition_rows(demands, read))
                    : table.name == "schemata" ? TRY(schema_rows(demands, read))
                                               : TRY(table_rows(demands, read));
  std::vector<plan::Column> columns;
  for (const plan::Column& column : table.columns) {
    const auto type = sql::from_hive(column.type);
    columns.push_back({.name = base::to_lower(column.name), .type = type ? sql::read_type(*type) : "string"});
  }
  return plan::text_rows(rows, columns);
}

base::Result<plan::TextRows> SystemTables::partition_rows(const plan::PartitionDemands& demands,
                                                          const sql::TableRead& read) {
  const auto of = TRY(catalog_->table(read.table.database, table_of_partitions(read.table.name)));
  plan::TextRows rows;
  if (!of) return rows;  // dropped meanwhile
  for (plan::Partition& partition :
       TRY(catalog_->partitions(*of, demands.of(read.plan_id, of->partition_keys))))
    rows.push_back(std::move(partition.values));
  return rows;
}

base::Result<plan::TextRows> SystemTables::schema_rows(const plan::PartitionDemands& demands,
                                                       const sql::TableRead& read) {
  plan::TextRows rows;
  for (const std::string& database : TRY(databases(Names(demands, read.plan_id, "schema_name"))))
    rows.push_back({read.catalog, database});
  return rows;
}

base::Result<plan::TextRows> SystemTables::table_rows(const plan::PartitionDemands& demands,
                                                      const sql::TableRead& read) {
  const Names wanted(demands, read.plan_id, "table_name");
  plan::TextRows rows;
  for (const std::string& database : TRY(databases(Names(demands, read.plan_id, "table_schema")))) {
    for (const plan::TableDescription& table : TRY(tables(database, wanted))) {
      if (read.table.name == "columns") {
        add_columns(read.catalog, database, table, rows);
      } else if (read.table.name == "tables") {
        rows.push_back({read.catalog, database, table.name, is_view(table) ? "VIEW" : "BASE TABLE"});
      } else if (is_view(table)) {
        auto definition = TRY(definition_of(database, table.name));
        rows.push_back({read.catalog, database, table.name, std::move(definition)});
      }
    }
  }
  return rows;
}

// Nothing, where the catalog has none that can be read: one broken view hides no other.
base::Result<std::optional<std::string>> SystemTables::definition_of(const std::string& database,
                                                                     const std::string& view) {
  const auto found = catalog_->table(database, view);
  if (!found.ok() && found.error().fault != base::Error::Fault::Caller) return found.error();
  const bool known = found.ok() && found->has_value() && (*found)->view;
  return known ? std::optional((*found)->view->sql) : std::nullopt;
}

base::Result<std::vector<std::string>> SystemTables::databases(const Names& wanted) {
  std::vector<std::string> names;
  if (wanted.conditions.may_meet(std::string(kSchema))) names.emplace_back(kSchema);
  if (const auto name = wanted.single()) {
    if (*name != kSchema && TRY(browser_->database(*name))) names.push_back(*name);
    return names;
  }
  plan::CatalogBrowser::Page page{.after = "", .limit = kPage};
  while (true) {
    const auto found = TRY(browser_->databases(page));
    for (const plan::DatabaseDescription& database : found)
      if (wanted.conditions.may_meet(database.name)) names.push_back(database.name);
    if (found.size() < kPage) return names;
    page.after = found.back().name;
  }
}

base::Result<std::vector<plan::TableDescription>> SystemTables::tables(const std::string& database,
                                                                       const Names& wanted) {
  std::vector<plan::TableDescription> tables;
  if (database == kSchema) {
    for (const char* name : {"schemata", "tables", "columns", "views"})
      if (wanted.conditions.may_meet(name)) tables.push_back({.name = name, .columns = *columns_of(name)});
    return tables;
  }
  if (const auto name = wanted.single()) {
    if (auto table = TRY(browser_->table(database, *name))) tables.push_back(*std::move(table));
    return tables;
  }
  plan::CatalogBrowser::Page page{.after = "", .limit = kPage};
  while (true) {
    auto found = TRY(browser_->tables(database, "", page));
    const bool is_last = found.size() < kPage;
    if (!is_last) page.after = found.back().name;
    for (plan::TableDescription& table : found)
      if (wanted.conditions.may_meet(table.name)) tables.push_back(std::move(table));
    if (is_last) return tables;
  }
}

}  // namespace services::athena
