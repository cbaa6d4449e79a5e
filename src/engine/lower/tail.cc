#include "duckdb/parser/result_modifier.hpp"
#include "engine/lower/lowering.h"
#include "spark/connect/relations.pb.h"

namespace engine {
namespace {

SelectNode ordered_by(SelectNode node, const OutputColumn& key, duckdb::OrderType direction) {
  auto modifier = duckdb::make_uniq<duckdb::OrderModifier>();
  modifier->orders.emplace_back(direction, duckdb::OrderByNullType::NULLS_LAST, column_tree(key.id));
  node->modifiers.push_back(std::move(modifier));
  return node;
}

}  // namespace

// A column that counts the rows as they come, from 1.
OutputColumn Lowering::number_rows(Lowered& input) {
  const OutputColumn place = new_column("place", Type::BIGINT);
  auto node = select_from(std::move(input.table));
  select_all(*node, input.columns);
  select_value(*node, window_tree(Window(), "row_number", Trees()), place);
  input.table = as_table(std::move(node));
  return place;
}

// The last rows: those of the highest places, in their order.
base::Result<Lowered> Lowering::tail(const connect::Tail& tail) {
  TRY(consume_only(tail, {"input", "limit"}));
  auto input = TRY(relation(tail.input()));
  const OutputColumn place = number_rows(input);
  auto last = select_from(std::move(input.table));
  select_all(*last, input.columns);
  select_value(*last, column_tree(place.id), place);
  last = ordered_by(std::move(last), place, duckdb::OrderType::DESCENDING);
  auto limit = duckdb::make_uniq<duckdb::LimitModifier>();
  limit->limit = number_tree(std::max(tail.limit(), 0));
  last->modifiers.push_back(std::move(limit));
  auto in_order = select_from(as_table(std::move(last)));
  select_all(*in_order, input.columns);
  in_order = ordered_by(std::move(in_order), place, duckdb::OrderType::ASCENDING);
  return Lowered{as_table(std::move(in_order)), std::move(input.columns), true};
}

}  // namespace engine
