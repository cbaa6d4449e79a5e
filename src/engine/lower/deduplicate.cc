#include "duckdb/parser/result_modifier.hpp"
#include "engine/lower/lowering.h"
#include "spark/connect/relations.pb.h"

namespace engine {

// With column names one row stays of each group of equal ones, whichever; NULL equals NULL.
base::Result<Lowered> Lowering::deduplicate(const connect::Deduplicate& deduplicate) {
  TRY(consume_only(deduplicate, {"input", "column_names", "all_columns_as_keys", "within_watermark"}));
  if (deduplicate.within_watermark()) return unsupported("dropDuplicatesWithinWatermark");
  if (deduplicate.all_columns_as_keys() == (deduplicate.column_names_size() > 0))
    return base::refusal("INVALID_PLAN_INPUT", 400,
                         "Deduplicate requires to either deduplicate on all columns or a subset of columns.");
  auto input = TRY(relation(deduplicate.input()));
  auto modifier = duckdb::make_uniq<duckdb::DistinctModifier>();
  if (!deduplicate.all_columns_as_keys())
    for (const auto& name : deduplicate.column_names()) {
      const auto found = columns_named(input.columns, name);
      if (found.empty()) return not_among(name, input.columns);
      for (const auto* column : found) modifier->distinct_on_targets.push_back(column_tree(column->id));
    }
  auto node = select_from(std::move(input.table));
  select_all(*node, input.columns);
  node->modifiers.push_back(std::move(modifier));
  return Lowered{as_table(std::move(node)), std::move(input.columns)};
}

}  // namespace engine
