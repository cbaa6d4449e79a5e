#include "sql/spark_field_name.h"

#include <fmt/format.h>

#include "sql/ast.h"

namespace sql {

std::string spark_field_name(const Expression& value, std::size_t place) {
  if (const auto* column = std::get_if<ColumnName>(&value.node)) return column->parts.back().text;
  if (const auto* field = std::get_if<FieldAccess>(&value.node)) return field->name.text;
  return fmt::format("col{}", place + 1);
}

}  // namespace sql
