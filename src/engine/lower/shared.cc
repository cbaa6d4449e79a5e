#include "base/text.h"
#include "duckdb/parser/tableref/basetableref.hpp"
#include "engine/lower/lowering.h"
#include "plan/program.pb.h"

namespace engine {

void Lowering::share(const std::string& relation_id, std::string table, Columns columns) {
  shared_.insert_or_assign(relation_id, Shared{std::move(table), std::move(columns)});
}

// A relation that is used once was not shared: it is lowered in its place.
base::Result<Lowered> Lowering::shared_relation(const std::string& relation_id) {
  const auto found = shared_.find(relation_id);
  if (found == shared_.end()) {
    for (const auto& candidate : program_.relations())
      if (std::to_string(candidate.common().plan_id()) == relation_id) return relation(candidate);
    return base::refusal("INVALID_PLAN", 400,
                         "The program has no relation with the plan id " + relation_id + ".");
  }
  auto table = duckdb::make_uniq<duckdb::BaseTableRef>();
  table->table_name = found->second.table;
  Lowered result;
  // Each use has columns of its own: a relation may be joined with itself.
  for (const auto& column : found->second.columns) {
    auto own = column;
    own.id = new_column(column.name, column.type).id;
    table->column_name_alias.push_back(own.id);
    result.columns.push_back(std::move(own));
  }
  result.table = std::move(table);
  return result;
}

}  // namespace engine
