#include "sql/spark_star.h"

namespace sql {

std::vector<const Field*> columns_of_star(const Scope& scope, const ColumnName& of) {
  std::vector<const Field*> columns;
  for (const Field& field : scope.fields()) {
    ColumnName name = of;
    name.parts.push_back({field.name});
    const bool is_shown = of.parts.empty() ? !field.behind_table : fits(field, name);
    if (!field.hidden && is_shown) columns.push_back(&field);
  }
  return columns;
}

}  // namespace sql
