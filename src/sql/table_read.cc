#include "sql/table_read.h"

#include "base/text.h"
#include "sql/cast.h"

namespace sql {
namespace {

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

}  // namespace

std::vector<Field> fields_of(const plan::Table& table) {
  const Field common{.database = table.database, .table = table.name};
  std::vector<Field> fields;
  const auto add = [&](const plan::Column& column) {
    Field field = common;
    field.name = base::to_lower(column.name);
    field.type = from_hive(column.type);
    // How texts hold arrays and maps is their SerDe's matter, which is not done yet.
    if (field.type && is_nested(*field.type) && !names_its_columns(table.storage)) field.type.reset();
    field.catalog_type = column.type;
    fields.push_back(std::move(field));
  };
  for (const plan::Column& column : table.columns) add(column);
  for (const plan::Column& column : table.partition_keys) add(column);
  return fields;
}

plan::Relation read_of(const plan::Table& table, const std::vector<Field>& fields, std::int64_t plan_id) {
  std::vector<Field> read = fields;
  if (names_its_columns(table.storage)) std::erase_if(read, [](const Field& field) { return !field.type; });
  return plan::read(table.storage.format, schema_of(read), table.storage.options, plan_id);
}

plan::Relation rename(plan::Relation relation, std::vector<Field>& fields, Names& names) {
  bool changed = false;
  std::vector<PlanExpression> columns;
  for (Field& field : fields) {
    field.plan_name = names.unique(field.name);
    const bool fills = field.type && holds(*field.type, is_char);
    changed = changed || field.plan_name != field.name || !field.type || fills;
    if (!field.type) continue;
    PlanExpression column = plan::column(plan::quoted(field.name));
    if (fills) column = with_filled_chars(std::move(column), *field.type);
    columns.push_back(plan::alias(std::move(column), field.plan_name));
  }
  return changed ? plan::project(std::move(relation), std::move(columns)) : std::move(relation);
}

}  // namespace sql
