#include "engine/sinks/arrow_intervals.h"

#include "engine/functions/spark_interval.h"

namespace engine {
namespace {

// The formats are constants, which no one gives back
// (https://arrow.apache.org/docs/format/CDataInterface.html).
void mark(ArrowSchema& schema, const Type& type) {
  if (is_day_time(type)) schema.format = "tDu";
  if (is_year_month(type)) schema.format = "tiM";
  if (type.id() == duckdb::LogicalTypeId::LIST)
    return mark(*schema.children[0], duckdb::ListType::GetChildType(type));
  if (type.id() == duckdb::LogicalTypeId::MAP) {
    ArrowSchema& entry = *schema.children[0];
    mark(*entry.children[0], duckdb::MapType::KeyType(type));
    mark(*entry.children[1], duckdb::MapType::ValueType(type));
  }
  if (type.id() != duckdb::LogicalTypeId::STRUCT) return;
  const auto& fields = duckdb::StructType::GetChildTypes(type);
  for (std::size_t i = 0; i < fields.size(); ++i) mark(*schema.children[i], fields[i].second);
}

}  // namespace

void mark_intervals(ArrowSchema& schema, const duckdb::vector<Type>& columns) {
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (holds_interval(columns[i])) mark(*schema.children[i], columns[i]);
}

}  // namespace engine
