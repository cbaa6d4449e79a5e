#include <utility>

#include "plan/builders.h"

namespace plan {
namespace {

namespace connect = spark::connect;

template <typename From, typename To>
void move_all(std::vector<From> from, To* into) {
  for (From& element : from) *into->Add() = std::move(element);
}

}  // namespace

Relation read(std::string_view format, std::string_view schema, const Options& options,
              std::int64_t plan_id) {
  Relation relation;
  auto& source = *relation.mutable_read()->mutable_data_source();
  source.set_format(std::string(format));
  source.set_schema(std::string(schema));
  for (const auto& [name, value] : options) (*source.mutable_options())[name] = value;
  return with_plan_id(std::move(relation), plan_id);
}

Relation project(std::optional<Relation> input, std::vector<Expression> expressions) {
  Relation relation;
  auto& project = *relation.mutable_project();
  if (input) *project.mutable_input() = *std::move(input);
  move_all(std::move(expressions), project.mutable_expressions());
  return relation;
}

Relation filter(Relation input, Expression condition) {
  Relation relation;
  *relation.mutable_filter()->mutable_input() = std::move(input);
  *relation.mutable_filter()->mutable_condition() = std::move(condition);
  return relation;
}

Relation aggregate(Relation input, std::vector<Expression> keys, std::vector<Expression> calls) {
  Relation relation;
  auto& aggregate = *relation.mutable_aggregate();
  *aggregate.mutable_input() = std::move(input);
  aggregate.set_group_type(connect::Aggregate::GROUP_TYPE_GROUPBY);
  move_all(std::move(keys), aggregate.mutable_grouping_expressions());
  move_all(std::move(calls), aggregate.mutable_aggregate_expressions());
  return relation;
}

// The sets are made first, because aggregate() takes the keys away.
Relation aggregate_sets(Relation input, std::vector<Expression> keys,
                        const std::vector<std::vector<std::size_t>>& sets, std::vector<Expression> calls) {
  connect::Aggregate grouping;
  for (const std::vector<std::size_t>& set : sets) {
    auto& added = *grouping.add_grouping_sets();
    for (const std::size_t key : set) {
      // The value of a key, without the name that its column has.
      *added.add_grouping_set() = keys[key].has_alias() ? keys[key].alias().expr() : keys[key];
    }
  }
  Relation relation = aggregate(std::move(input), std::move(keys), std::move(calls));
  relation.mutable_aggregate()->set_group_type(connect::Aggregate::GROUP_TYPE_GROUPING_SETS);
  *relation.mutable_aggregate()->mutable_grouping_sets() = std::move(*grouping.mutable_grouping_sets());
  return relation;
}

Relation join(Relation left, Relation right, connect::Join::JoinType type,
              std::optional<Expression> condition) {
  Relation relation;
  auto& join = *relation.mutable_join();
  *join.mutable_left() = std::move(left);
  *join.mutable_right() = std::move(right);
  join.set_join_type(type);
  if (condition) *join.mutable_join_condition() = *std::move(condition);
  return relation;
}

Relation join_using(Relation left, Relation right, connect::Join::JoinType type,
                    std::vector<std::string> columns) {
  Relation relation = join(std::move(left), std::move(right), type, std::nullopt);
  move_all(std::move(columns), relation.mutable_join()->mutable_using_columns());
  return relation;
}

Relation inner_join(Relation left, Relation right, Expression condition) {
  return join(std::move(left), std::move(right), connect::Join::JOIN_TYPE_INNER, std::move(condition));
}

Relation cross_join(Relation left, Relation right) {
  return join(std::move(left), std::move(right), connect::Join::JOIN_TYPE_CROSS, std::nullopt);
}

// Global, as opposed to Spark's sortWithinPartitions().
Relation sort(Relation input, std::vector<SortOrder> order) {
  Relation relation;
  *relation.mutable_sort()->mutable_input() = std::move(input);
  move_all(std::move(order), relation.mutable_sort()->mutable_order());
  relation.mutable_sort()->set_is_global(true);
  return relation;
}

Relation limit(Relation input, std::int32_t rows) {
  Relation relation;
  *relation.mutable_limit()->mutable_input() = std::move(input);
  relation.mutable_limit()->set_limit(rows);
  return relation;
}

Relation offset(Relation input, std::int32_t rows) {
  Relation relation;
  *relation.mutable_offset()->mutable_input() = std::move(input);
  relation.mutable_offset()->set_offset(rows);
  return relation;
}

Relation distinct(Relation input) {
  Relation relation;
  *relation.mutable_deduplicate()->mutable_input() = std::move(input);
  relation.mutable_deduplicate()->set_all_columns_as_keys(true);
  return relation;
}

Relation deduplicate(Relation input, std::vector<std::string> key_columns) {
  Relation relation;
  *relation.mutable_deduplicate()->mutable_input() = std::move(input);
  move_all(std::move(key_columns), relation.mutable_deduplicate()->mutable_column_names());
  return relation;
}

Relation set_operation(Relation left, Relation right, SetOperationType type, bool all) {
  Relation relation;
  auto& set = *relation.mutable_set_op();
  *set.mutable_left_input() = std::move(left);
  *set.mutable_right_input() = std::move(right);
  set.set_set_op_type(type);
  set.set_is_all(all);
  return relation;
}

Relation union_all(Relation first, Relation second) {
  return set_operation(std::move(first), std::move(second), connect::SetOperation::SET_OP_TYPE_UNION, true);
}

// Spark's unionByName(allowMissingColumns=True).
Relation union_all_by_name(Relation first, Relation second) {
  Relation relation = union_all(std::move(first), std::move(second));
  relation.mutable_set_op()->set_by_name(true);
  relation.mutable_set_op()->set_allow_missing_columns(true);
  return relation;
}

Relation drop(Relation input, std::vector<std::string> columns) {
  Relation relation;
  *relation.mutable_drop()->mutable_input() = std::move(input);
  move_all(std::move(columns), relation.mutable_drop()->mutable_column_names());
  return relation;
}

// The message has an older map of names, too, which has no order; the list is what Spark's clients send now.
Relation rename(Relation input, std::vector<std::pair<std::string, std::string>> from_to) {
  Relation relation;
  *relation.mutable_with_columns_renamed()->mutable_input() = std::move(input);
  for (auto& [from, to] : from_to) {
    auto& rename = *relation.mutable_with_columns_renamed()->add_renames();
    rename.set_col_name(std::move(from));
    rename.set_new_col_name(std::move(to));
  }
  return relation;
}

Relation with_alias(Relation input, std::string_view name) {
  Relation relation;
  *relation.mutable_subquery_alias()->mutable_input() = std::move(input);
  relation.mutable_subquery_alias()->set_alias(std::string(name));
  return relation;
}

Relation with_relations(Relation root, std::vector<Relation> references) {
  Relation relation;
  *relation.mutable_with_relations()->mutable_root() = std::move(root);
  move_all(std::move(references), relation.mutable_with_relations()->mutable_references());
  return relation;
}

Relation with_plan_id(Relation relation, std::int64_t plan_id) {
  relation.mutable_common()->set_plan_id(plan_id);
  return relation;
}

WriteOperation write(Relation input, std::string_view source, std::string_view path, WriteOptions options) {
  WriteOperation write;
  *write.mutable_input() = std::move(input);
  write.set_source(std::string(source));
  write.set_path(std::string(path));
  write.set_mode(options.mode);
  move_all(std::move(options.partition_by), write.mutable_partitioning_columns());
  for (auto& [name, value] : options.options) (*write.mutable_options())[name] = std::move(value);
  return write;
}

}  // namespace plan
