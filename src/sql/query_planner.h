#pragma once

#include <deque>

#include "sql/planning.h"
#include "sql/subquery.h"
#include "sql/typed.h"

namespace sql {

// One query to a relation: its WITH, then its body (a SELECT, VALUES, a set operation, or a query in
// parentheses), then ORDER BY, OFFSET and LIMIT. One thread; plan() once.
class QueryPlanner {
 public:
  explicit QueryPlanner(const Surroundings& around) : planning_(around.planning), around_(around) {}

  base::Result<Planned> plan(const QueryTree& tree);

 private:
  base::Result<void> define(const std::vector<CommonTable>& tables, bool recursive);
  base::Result<Planned> body(const QueryTree& tree);
  base::Result<Planned> values(const Values& values, Position position);
  base::Result<std::vector<Typed>> value_row(const Expression& row, Subqueries& subqueries) const;
  base::Result<Planned> set_operation(const SetOperation& operation);
  base::Result<void> order(const QueryTree& tree, Planned& planned) const;
  base::Result<Typed> sort_key(const Expression& expression, const Planned& planned,
                               Subqueries& subqueries) const;

  Planning& planning_;
  Surroundings around_;
  std::deque<CommonTables> defined_;
};

// OFFSET and LIMIT around a relation with these columns, that is sorted so; the plan counts rows in 32 bits.
base::Result<plan::Relation> limited(plan::Relation relation, const QueryTree& tree,
                                     const std::vector<std::string>& columns,
                                     const std::vector<plan::SortOrder>& order, Names& names);

// What a query of WITH gives, under the names that WITH gives its columns.
base::Result<Planned> plan_common_table(const CommonTables& definition, Planning& planning);

// The number by which ORDER BY or GROUP BY names a place of the select list; nothing: it is an expression.
std::optional<std::string> place_number(const Expression& expression, const Rules* rules);
// That place, from 0.
base::Result<std::size_t> ordinal(const std::string& number, std::size_t columns, std::string_view clause,
                                  Position position, const Rules* rules);

// The columns under the names that FROM gives them: t(a, b). Refuses another number of names than of columns.
base::Result<void> check_aliases(const std::vector<Name>& aliases, std::size_t columns, const std::string& of,
                                 Position position);

}  // namespace sql
