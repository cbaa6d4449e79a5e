#include "sql/table_read.h"

#include <algorithm>

#include "base/text.h"
#include "sql/cast.h"
#include "sql/nested_parts.h"

namespace sql {
namespace {

// What a column is read as. Of a type that queries do not support yet, text: it is never looked at, but the
// columns of a CSV file are found by their place.
std::string schema_of(const std::vector<Field>& fields) {
  std::vector<std::string> columns;
  for (const Field& field : fields) {
    columns.push_back(plan::quoted(field.name) + " " + (field.type ? read_type(*field.type) : "string"));
  }
  return base::join(columns, ", ");
}

// In text files a column is found by its place, in these by its name.
bool names_its_columns(const plan::StorageFormat& storage) {
  return storage.format == "parquet" || storage.format == "avro" || storage.format.ends_with("json");
}

// https://docs.aws.amazon.com/athena/latest/ug/csv-serde.html: OpenCSVSerde knows no nested types.
bool may_nest(const plan::StorageFormat& storage) {
  return names_its_columns(storage) || storage.format == "hive.text" || storage.format == "hive.orc";
}

// What files may hold more of than the type: characters, microseconds.
bool is_fitted(const Type& type) {
  return is_char(type) || (is_text(type) && type.precision > 0) || type.kind == TypeKind::Timestamp;
}

// Conditions on keys find partitions, by the values that the catalog has.
bool is_fitted_outside_files(const Type& type) {
  return is_char(type) || type.kind == TypeKind::TimestampWithZone;
}

PlanExpression fitted(PlanExpression value, const Type& type) {
  if (type.kind == TypeKind::TimestampWithZone) return plan::call("trino.zoned_of", {std::move(value)});
  if (type.kind == TypeKind::Timestamp) return plan::call("trino.rounded_to_millis", {std::move(value)});
  return cast({std::move(value), varchar_type()}, type, OnFailure::Error, {})->plan;
}

}  // namespace

std::vector<Field> fields_of(const plan::Table& table) {
  const Field common{.database = table.database, .table = table.name};
  std::vector<Field> fields;
  const auto add = [&](const plan::Column& column) {
    Field field = common;
    field.name = base::to_lower(column.name);
    field.type = from_hive(column.type);
    if (field.type && is_nested(*field.type) && !may_nest(table.storage)) field.type.reset();
    field.catalog_type = column.type;
    fields.push_back(std::move(field));
  };
  for (const plan::Column& column : table.columns) add(column);
  for (const plan::Column& column : table.partition_keys) add(column);
  return fields;
}

std::vector<HiddenColumn> add_hidden(std::vector<HiddenColumn> hidden, const plan::Table& table,
                                     std::vector<Field>& fields) {
  std::erase_if(hidden, [&](const HiddenColumn& column) {
    return std::ranges::find(fields, column.name, &Field::name) != fields.end();
  });
  for (const HiddenColumn& column : hidden) {
    fields.push_back({.database = table.database,
                      .table = table.name,
                      .name = column.name,
                      .type = column.type,
                      .hidden = true});
  }
  return hidden;
}

plan::Relation read_of(const plan::Table& table, const std::vector<Field>& fields, std::int64_t plan_id) {
  std::vector<Field> read = fields;
  if (names_its_columns(table.storage)) std::erase_if(read, [](const Field& field) { return !field.type; });
  return plan::read(table.storage.format, schema_of(read), table.storage.options, plan_id);
}

plan::Relation rename(plan::Relation relation, std::vector<Field>& fields, Names& names,
                      std::size_t outside_files) {
  bool changed = false;
  std::vector<PlanExpression> columns;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    Field& field = fields[i];
    field.plan_name = names.unique(field.name);
    const auto is = i + outside_files < fields.size() ? is_fitted : is_fitted_outside_files;
    const bool fits = field.type && holds(*field.type, is);
    changed = changed || field.plan_name != field.name || !field.type || fits;
    if (!field.type) continue;
    PlanExpression column = plan::column(plan::quoted(field.name));
    if (fits) column = with_parts(std::move(column), *field.type, is, fitted);
    columns.push_back(plan::alias(std::move(column), field.plan_name));
  }
  return changed ? plan::project(std::move(relation), std::move(columns)) : std::move(relation);
}

}  // namespace sql
