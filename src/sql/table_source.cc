#include "sql/table_source.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "sql/expression_analyzer.h"
#include "sql/using_join.h"

namespace sql {
namespace {

using plan::Relation;

// What a column is read as. Of a type that queries do not support yet, text: it is never looked at, but the
// columns of a CSV file are found by their place.
std::string schema_of(const std::vector<Field>& fields) {
  std::vector<std::string> columns;
  for (const Field& field : fields) {
    columns.push_back(plan::quoted(field.name) + " " + (field.type ? to_spark(*field.type) : "string"));
  }
  return base::join(columns, ", ");
}

// In text files a column is found by its place, in these by its name.
bool names_its_columns(const plan::StorageFormat& storage) {
  for (std::string_view format : {"parquet", "orc", "avro", "json"}) {
    if (storage.format == format) return true;
  }
  return false;
}

std::vector<Field> fields_of(const plan::Table& table, const TableName& name) {
  const Field common{.database = name.alias ? "" : table.database,
                     .table = name.alias ? name.alias->text : table.name};
  std::vector<Field> fields;
  const auto add = [&](const plan::Column& column) {
    Field field = common;
    field.name = base::to_lower(column.name);
    field.type = from_hive(column.type);
    field.catalog_type = column.type;
    fields.push_back(std::move(field));
  };
  for (const plan::Column& column : table.columns) add(column);
  for (const plan::Column& column : table.partition_keys) add(column);
  return fields;
}

Relation read_of(const plan::Table& table, const std::vector<Field>& fields, std::int64_t plan_id) {
  std::vector<Field> read = fields;
  if (names_its_columns(table.storage)) std::erase_if(read, [](const Field& field) { return !field.type; });
  return plan::read(table.storage.format, schema_of(read), table.storage.options, plan_id);
}

// Gives the columns their names in the plan, by a Project where they change.
Relation rename(Relation relation, std::vector<Field>& fields, Names& names) {
  bool changed = false;
  std::vector<PlanExpression> columns;
  for (Field& field : fields) {
    field.plan_name = names.unique(field.name);
    changed = changed || field.plan_name != field.name || !field.type;
    if (field.type) columns.push_back(plan::alias(plan::column(plan::quoted(field.name)), field.plan_name));
  }
  return changed ? plan::project(std::move(relation), std::move(columns)) : std::move(relation);
}

}  // namespace

base::Result<plan::Table> TableSource::find(const TableName& name) {
  const std::vector<Name>& parts = name.parts;
  const std::string table = base::to_lower(parts.back().text);
  const std::string database = base::to_lower(parts.size() > 1 ? parts[parts.size() - 2].text : database_);
  if (parts.size() == 3 && !base::iequals(parts[0].text, kCatalog)) {
    return error_at(name.position, "CATALOG_NOT_FOUND",
                    fmt::format("Catalog '{}' does not exist", parts[0].text));
  }
  if (database == "information_schema") return not_supported_yet(name.position, "information_schema");
  if (table.find('$') != std::string::npos)
    return not_supported_yet(name.position, "the metadata table '" + table + "'");
  std::optional<plan::Table> found = TRY(catalog_.table(database, table));
  if (found) return *std::move(found);
  if (!TRY(catalog_.has_database(database))) {
    return error_at(name.position, "SCHEMA_NOT_FOUND", fmt::format("Schema '{}' does not exist", database));
  }
  return error_at(name.position, "TABLE_NOT_FOUND",
                  fmt::format("Table '{}.{}.{}' does not exist", kCatalog, database, table));
}

base::Result<TableSource::Side> TableSource::read(const TableName& name) {
  if (reads_.size() >= kMaxTables)
    return too_large(name.position, fmt::format("it has more than {} tables", kMaxTables));
  plan::Table table = TRY(find(name));
  const auto plan_id = static_cast<std::int64_t>(reads_.size()) + 1;
  std::vector<Field> fields = fields_of(table, name);
  Relation relation = read_of(table, fields, plan_id);
  TRY(budget_.spend(fields.size(), name.position));
  reads_.push_back({.plan_id = plan_id, .table = std::move(table)});
  relation = rename(std::move(relation), fields, names_);
  return Side{std::move(relation), std::move(fields)};
}

base::Result<void> TableSource::add(const TableName& table) {
  Side side = TRY(read(table));
  relation_ = std::move(side.relation);
  for (Field& field : side.fields) scope_.add(std::move(field));
  return {};
}

base::Result<void> TableSource::join(const Join& join) {
  Side right = TRY(read(join.table));
  if (!join.using_columns.empty()) return join_using(join, std::move(right));
  for (Field& field : right.fields) scope_.add(std::move(field));
  if (!join.on) {
    relation_ = plan::cross_join(std::move(relation_), std::move(right.relation));
    return {};
  }
  const ExpressionAnalyzer analyzer({.scope = scope_, .clause = "JOIN ON clause", .budget = budget_});
  PlanExpression condition = TRY(analyzer.analyze_boolean(*join.on)).plan;
  relation_ = plan::inner_join(std::move(relation_), std::move(right.relation), std::move(condition));
  return {};
}

base::Result<void> TableSource::join_using(const Join& join, Side right) {
  Scope right_scope;
  for (Field& field : right.fields) right_scope.add(std::move(field));
  UsingJoin columns(scope_, right_scope);
  for (const Name& column : join.using_columns) TRY(columns.merge(column));
  TRY(budget_.spend(scope_.fields().size() + right_scope.fields().size(), join.position));
  UsingJoin::View view = columns.view(names_);
  scope_ = std::move(view.scope);
  relation_ =
      plan::inner_join(std::move(relation_), std::move(right.relation), std::move(columns).condition());
  if (!view.projection.empty()) relation_ = plan::project(std::move(relation_), std::move(view.projection));
  return {};
}

}  // namespace sql
