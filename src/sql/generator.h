#pragma once

#include <string>
#include <vector>

#include "sql/typed.h"

namespace sql {

// A function of Spark's that gives rows, and of each row columns: explode, posexplode, inline, stack. It
// stands in a select list or in LATERAL VIEW, where its columns join those of the row that it is of.
class Generator {
 public:
  // `names`: what the query calls the columns, which says how many there are; none: they have the names that
  // Spark gives them, which are `known` (generated_columns.h). `outer`: a row for which it gives none stays,
  // with NULLs.
  static base::Result<Generator> make(const Call& call, std::vector<PlanExpression> arguments, bool outer,
                                      const std::vector<Name>& names, const std::vector<std::string>& known);

  const std::vector<std::string>& names() const { return names_; }

  // All columns of the input, and those of the generator under the plan's names.
  plan::Relation around(plan::Relation input, const std::vector<std::string>& plan_names) &&;

 private:
  PlanExpression call_;
  std::vector<std::string> names_;
};

}  // namespace sql
