#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "sql/names.h"
#include "sql/typed.h"

namespace sql {

// The GROUP BY of one query while its other clauses are analysed: the keys, and the aggregate calls that they
// ask for. What SELECT, HAVING and ORDER BY may use behind the Aggregate relation are its columns. One
// thread.
class Aggregation {
 public:
  Aggregation(Names& names, Position position) : names_(names), position_(position) {}

  // `node` is the kind of the key's syntax tree (the index in Expression::Node).
  // Gives the key's place; equal keys share one.
  std::size_t add_key(Typed key, std::size_t node, std::string_view wish);
  // The keys of each grouping set, by their places; without a call there is one set of all.
  void set_grouping_sets(std::vector<std::vector<std::size_t>> sets) { sets_ = std::move(sets); }
  bool has_grouping_sets() const { return sets_.has_value(); }
  Position position() const { return position_; }  // of the SELECT
  bool has_keys() const { return !keys_.empty(); }
  std::vector<PlanExpression> keys() const;  // in their order, as they were given
  bool may_be_key(std::size_t node) const;
  // The column behind the Aggregate that has this value; null: it is no key.
  const Typed* find_key(const PlanExpression& value) const;

  // The key that is the call of a function; null: none is.
  const Typed* find_key_that_calls(std::string_view function) const;

  // The column that will hold the call's result; equal calls share one.
  PlanExpression add_call(PlanExpression call, std::string_view wish);

  // Aggregate(input, keys, calls): its columns are named as the answers above said.
  plan::Relation relation(plan::Relation input) &&;

 private:
  Names& names_;
  const Position position_;
  struct Key {
    Typed column;  // behind the Aggregate
    std::size_t place = 0;
  };
  std::unordered_map<std::string, Key> keys_;      // by the serialized value
  std::set<std::size_t> nodes_;                    // the kinds of their syntax trees
  std::map<std::string, std::string> call_names_;  // by the serialized call
  std::optional<std::vector<std::vector<std::size_t>>> sets_;
  std::vector<PlanExpression> grouping_;
  std::vector<PlanExpression> calls_;
};

}  // namespace sql
