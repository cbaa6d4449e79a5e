#include "spark/constant_rows.h"

namespace spark_door {

plan::Relation constant_rows(const std::vector<plan::Column>& columns, std::vector<ConstantRow> rows) {
  if (columns.empty()) return plan::filter(plan::project(std::nullopt, {}), plan::literal(false));
  const bool none = rows.empty();
  if (none) {
    ConstantRow& nothing = rows.emplace_back();
    for (const plan::Column& column : columns) nothing.push_back(plan::null_literal(column.type));
  }
  std::vector<plan::Expression> structs;
  for (ConstantRow& row : rows) {
    std::vector<plan::Expression> fields;
    for (std::size_t i = 0; i < columns.size(); ++i)
      fields.push_back(plan::alias(plan::cast(std::move(row[i]), columns[i].type), columns[i].name));
    structs.push_back(plan::call("struct", std::move(fields)));
  }
  plan::Relation relation = plan::project(
      std::nullopt, {plan::alias(plan::call("explode", {plan::call("array", std::move(structs))}), "row")});
  std::vector<plan::Expression> values;
  for (const plan::Column& column : columns)
    values.push_back(plan::alias(plan::field(plan::column("row"), column.name), column.name));
  relation = plan::project(std::move(relation), std::move(values));
  return none ? plan::filter(std::move(relation), plan::literal(false)) : relation;
}

}  // namespace spark_door
