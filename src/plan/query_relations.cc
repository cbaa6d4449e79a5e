#include "plan/query_relations.h"

namespace plan {

Relation lateral_join(Relation left, Relation right, JoinType type) {
  Relation relation;
  auto& join = *relation.mutable_lateral_join();
  *join.mutable_left() = std::move(left);
  *join.mutable_right() = std::move(right);
  join.set_join_type(type);
  return relation;
}

Relation to_df(Relation input, const std::vector<std::string>& names) {
  Relation relation;
  auto& to_df = *relation.mutable_to_df();
  *to_df.mutable_input() = std::move(input);
  for (const std::string& name : names) to_df.add_column_names(name);
  return relation;
}

Relation range(std::int64_t start, std::int64_t end, std::int64_t step) {
  Relation relation;
  auto& range = *relation.mutable_range();
  range.set_start(start);
  range.set_end(end);
  range.set_step(step);
  return relation;
}

Relation sample(Relation input, double share) {
  Relation relation;
  *relation.mutable_sample()->mutable_input() = std::move(input);
  relation.mutable_sample()->set_upper_bound(share);
  return relation;
}

// Spark Connect has no message for WITH RECURSIVE: a table function of a name of our own takes anchor and
// step as its tables, which are told by their plan ids as those of subqueries are. engine/lower/recursion.cc
// reads it.
Relation recursion(Relation anchor, std::int64_t anchor_id, Relation step, std::int64_t step_id,
                   const std::string& id) {
  Relation root;
  auto& function = *root.mutable_unresolved_table_valued_function();
  function.set_function_name("trino.recursion");
  for (const std::int64_t of : {anchor_id, step_id})
    *function.add_arguments() = subquery(SubqueryType::SUBQUERY_TYPE_TABLE_ARG, of);
  *function.add_arguments() = literal(id);
  std::vector<Relation> references;
  references.push_back(with_plan_id(std::move(anchor), anchor_id));
  references.push_back(with_plan_id(std::move(step), step_id));
  return with_relations(std::move(root), std::move(references));
}

Relation recursion_rows(const std::string& id) {
  Relation relation;
  relation.mutable_cached_remote_relation()->set_relation_id(id);
  return relation;
}

// Spark Connect has IN (query) alone; this carries the same message, and the operator beside it.
Expression any_comparison(std::string_view op, Expression value, std::int64_t plan_id) {
  return call("trino.any",
              {literal(op), subquery(SubqueryType::SUBQUERY_TYPE_IN, plan_id, {std::move(value)})});
}

}  // namespace plan
