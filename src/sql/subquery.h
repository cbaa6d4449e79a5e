#pragma once

#include <vector>

#include "sql/planning.h"
#include "sql/typed.h"

namespace sql {

// The queries inside the expressions of one SELECT (or of another relation): each is planned where it stands,
// and may name the columns of the rows around it. One thread.
class Subqueries {
 public:
  explicit Subqueries(const Surroundings& around) : around_(around) {}

  // `outer` resolves the names that the query itself lacks.
  base::Result<Typed> scalar(const QueryTree& query, const ExpressionAnalyzer& outer, Position position);
  base::Result<Typed> exists(const QueryTree& query, const ExpressionAnalyzer& outer);
  base::Result<Typed> in(const InSubquery& node, Typed value, const ExpressionAnalyzer& outer,
                         Position position);
  base::Result<Typed> quantified(const Quantified& node, Typed value, const ExpressionAnalyzer& outer,
                                 Position position);

  // A table as an argument of a table function.
  PlanExpression table(plan::Relation relation);

  // The relation with all of them beside it, where its expressions find them.
  plan::Relation around(plan::Relation relation) &&;
  plan::Relation around(plan::Relation relation) const&;

 private:
  base::Result<Planned> plan(const QueryTree& query, const ExpressionAnalyzer& outer) const;
  base::Result<Planned> plan_values(const QueryTree& query, const ExpressionAnalyzer& outer,
                                    Position position) const;
  base::Result<Planned> plan_beside(Typed& value, const QueryTree& query, const ExpressionAnalyzer& outer,
                                    Position position) const;
  std::int64_t keep(plan::Relation relation);

  const Surroundings around_;
  std::vector<plan::Relation> references_;
};

}  // namespace sql
