#pragma once

#include <functional>
#include <set>
#include <string>

#include "sql/ast.h"
#include "sql/typed.h"

namespace sql {

class ExpressionAnalyzer;
class Scope;

// What a dialect makes of expressions, and says of them, where it is not Trino. Such a dialect has its values
// typed by the engine, where the plan is lowered: while it plans, every type is Deferred.
struct Rules {
  base::Result<Typed> (*analyze)(const ExpressionAnalyzer& analyzer, const Expression& expression);
  bool (*is_aggregate)(std::string_view function);
  bool (*is_generator)(std::string_view function);  // gives rows: explode
  // Of a column that the query does not name.
  std::string (*label)(const Expression& expression, const Scope& scope,
                       const std::vector<NamedWindow>& windows);
  base::Error (*near)(const Token& token);  // a syntax error
  base::Error (*unresolved_column)(const Scope& scope, const ColumnName& name, Position position);
  base::Error (*not_aggregated)(std::string_view column, bool grouped, Position position);
  base::Error (*no_table)(const TableName& name, Position position);
  const std::set<std::string, std::less<>>* functions =
      nullptr;  // of the session's own, beside the dialect's
};

}  // namespace sql
