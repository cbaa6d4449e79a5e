#include "sql/spark_star.h"

namespace sql {

std::vector<const Field*> columns_of_star(const Scope& scope, const ColumnName& of) {
  std::vector<const Field*> columns;
  for (const Field& field : scope.fields()) {
    ColumnName name = of;
    name.parts.push_back({field.name});
    if (!field.hidden && (of.parts.empty() || fits(field, name))) columns.push_back(&field);
  }
  return columns;
}

}  // namespace sql
