#include "engine/lower/partitioning.h"

#include <algorithm>

#include "base/text.h"
#include "engine/functions/xor_shift.h"
#include "engine/lower/row_by_row.h"
#include "plan/walks.h"
#include "spark/connect/expressions.pb.h"
#include "spark/connect/relations.pb.h"

namespace engine {
namespace {

namespace connect = spark::connect;
using By = Partitioning::By;
using connect::Relation;

// The relation below one that leaves each row in its partition; null: it is none such.
const Relation* below(const Relation& relation) {
  if (relation.has_sort()) return relation.sort().is_global() ? nullptr : &relation.sort().input();
  return below_row_by_row(relation);
}

// One that does so too, but does not pass the number on.
const Relation* below_unnumbered(const Relation& relation) {
  switch (relation.rel_type_case()) {
    case Relation::kSubqueryAlias:
      return &relation.subquery_alias().input();
    case Relation::kSample:
      return &relation.sample().input();
    case Relation::kCollectMetrics:
      return &relation.collect_metrics().input();
    case Relation::kToSchema:
      return &relation.to_schema().input();
    case Relation::kFillNa:
      return &relation.fill_na().input();
    case Relation::kDropNa:
      return &relation.drop_na().input();
    case Relation::kReplace:
      return &relation.replace().input();
    case Relation::kUnpivot:
      return &relation.unpivot().input();
    case Relation::kMapPartitions:
      return &relation.map_partitions().input();
    default:
      return nullptr;
  }
}

Partitioning coalesced(const Partitioning& input, std::int64_t count) {
  if (input.by == By::Nothing) return {By::Most, count};
  return {input.by, std::min(input.count, count)};
}

// df.hint("repartition", n)
Partitioning of_hint(const connect::Hint& hint) {
  const auto& input = hint.input();
  if (hint.parameters_size() != 1 || !hint.parameters(0).literal().has_integer())
    return partitioning_of(input);
  const std::int64_t count = hint.parameters(0).literal().integer();
  if (count <= 0) return partitioning_of(input);
  if (base::iequals(hint.name(), "coalesce")) {
    const Partitioning found = coalesced(partitioning_of(input), count);
    return found.by == By::Number ? Partitioning{By::Most, count} : found;
  }
  if (base::iequals(hint.name(), "repartition")) return {By::Turn, count};
  return partitioning_of(input);
}

Tree integer(Tree value) {
  return cast_tree(std::move(value), Type::INTEGER);
}
Tree big(Tree value) {
  return cast_tree(std::move(value), Type::BIGINT);
}
Tree whole_part(Tree value, Tree divisor) {
  return call_tree("//", std::move(value), std::move(divisor));
}

}  // namespace

Partitioning partitioning_of(const Relation& relation) {
  if (relation.has_repartition()) {
    const auto& node = relation.repartition();
    if (node.shuffle()) return {By::Turn, node.num_partitions()};
    return coalesced(partitioning_of(node.input()), node.num_partitions());
  }
  if (relation.has_repartition_by_expression()) {
    const auto& node = relation.repartition_by_expression();
    if (!node.has_num_partitions() || node.partition_exprs().empty()) return {};
    return {By::Number, node.num_partitions()};
  }
  if (relation.has_range() && relation.range().has_num_partitions())
    return {By::Number, relation.range().num_partitions()};
  if (relation.has_hint()) return of_hint(relation.hint());
  if (const Relation* input = below(relation)) return partitioning_of(*input);
  const Relation* input = below_unnumbered(relation);
  if (input == nullptr) return {};
  const Partitioning found = partitioning_of(*input);
  return found.by == By::Number ? Partitioning() : found;
}

const OutputColumn* partition_number(const Columns& columns) {
  const auto found = std::ranges::find(columns, kPartitionNumber, &OutputColumn::name);
  return found == columns.end() ? nullptr : &*found;
}

Wanted without_partition_number(Wanted wanted) {
  wanted.erase(kPartitionNumber);
  return wanted;
}

bool names_partition(const google::protobuf::Message& message) {
  bool found = false;
  plan::for_each_expression(message, [&](const connect::Expression& item) {
    found = found || (item.has_unresolved_function() &&
                      base::iequals(item.unresolved_function().function_name(), "spark_partition_id"));
  });
  return found;
}

Columns with_partition_number(const Lowered& input) {
  Columns columns = input.columns;
  if (const OutputColumn* number = partition_number(input.left_out)) columns.push_back(*number);
  return columns;
}

// Where Spark's first task begins, and it goes on before it gives a row away.
std::int64_t first_in_turn(std::int64_t count) {
  std::uint64_t state = xor_shift::first_state(0);
  return (xor_shift::next_below(state, count) + 1) % count;
}

Tree turn_of(Tree place, std::int64_t count) {
  auto from_first = call_tree("+", std::move(place), number_tree(first_in_turn(count) - 1));
  return integer(call_tree("%", std::move(from_first), number_tree(count)));
}

Tree number_of_hash(Tree hash, std::int64_t count) {
  auto rest = call_tree("%", big(std::move(hash)), number_tree(count));
  return integer(call_tree("%", call_tree("+", std::move(rest), number_tree(count)), number_tree(count)));
}

// As many rows in each as in the others, but that rows with the same keys stay together.
Tree number_of_rank(Tree rank, Tree rows, std::int64_t count) {
  auto before = call_tree("-", big(std::move(rank)), number_tree(1));
  auto parts = call_tree("least", rows->Copy(), number_tree(count));
  return integer(whole_part(call_tree("*", std::move(before), std::move(parts)), std::move(rows)));
}

// Stretch p begins at place p * places / count, rounded down.
Tree stretch_of(Tree place, std::int64_t places, std::int64_t count) {
  auto behind = call_tree("+", big(std::move(place)), number_tree(1));
  auto scaled = call_tree("-", call_tree("*", std::move(behind), number_tree(count)), number_tree(1));
  return integer(whole_part(std::move(scaled), number_tree(places)));
}

Lowered with_number(Lowered input, Tree number, OutputColumn column) {
  std::erase_if(input.left_out, [](const auto& other) { return other.name == kPartitionNumber; });
  auto node = select_from(std::move(input.table));
  select_reachable(*node, input);
  select_value(*node, std::move(number), column);
  input.table = as_table(std::move(node));
  column.left_out = 1;
  input.left_out.push_back(std::move(column));
  return input;
}

}  // namespace engine
