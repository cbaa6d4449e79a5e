#pragma once

#include <set>
#include <string>
#include <vector>

#include "sql/names.h"
#include "sql/scope.h"
#include "sql/typed.h"

namespace sql {

// What JOIN ... USING (k) makes of the columns of two sides: one column k in the common type stands first and
// belongs to neither table, then comes what is left of both
// (https://trino.io/docs/current/sql/select.html#joins). In Spark each table's own k is there, too, behind
// the table's name. One thread; both sides outlive it.
class UsingJoin {
 public:
  UsingJoin(const Scope& left, const Scope& right, Join::Kind kind)
      : left_(left), right_(right), kind_(kind) {}

  // Refuses a column that a side lacks or that comes twice.
  base::Result<void> merge(const Name& column);

  PlanExpression condition() &&;

  // The columns in view of the join, and what a Project above it must give them; empty: it needs none.
  struct View {
    Scope scope;
    std::vector<PlanExpression> projection;
  };
  View view(Names& names, bool keeps_both) const;

 private:
  Typed value_of(const Typed& left, const Typed& right) const;

  struct Merged {
    Field field;
    PlanExpression value;  // of the side that is always there, in the common type
  };

  const Scope& left_;
  const Scope& right_;
  const Join::Kind kind_;
  std::vector<Merged> merged_;
  std::set<std::string> taken_;  // plan names of both sides' columns that were merged
  std::vector<PlanExpression> conditions_;
};

}  // namespace sql
