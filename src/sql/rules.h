#pragma once

#include <functional>
#include <set>
#include <string>

#include "sql/ast.h"
#include "sql/typed.h"

namespace sql {

class ExpressionAnalyzer;
class Scope;

// Those that do not take all kinds of calls.
enum class Clause { Where, GroupBy, Having, JoinOn };

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
  base::Error (*ambiguous_column)(const Scope& scope, const ColumnName& name, Position position);
  base::Error (*unresolved_star)(const Scope& scope, const Name& qualifier, Position position);
  base::Error (*no_struct)(const Expression& expression, Position position);  // in front of a star
  base::Error (*no_such_place)(std::string_view clause, std::string_view number, std::size_t columns,
                               Position position);
  base::Error (*unlike_operands)(std::string_view operation, std::size_t left, std::size_t right,
                                 Position position);
  base::Error (*wide_subquery)(std::size_t columns, Position position);
  base::Error (*unlike_rows)(std::size_t expected, std::size_t found, std::size_t row, Position position);
  // Refuses the calls that a clause does not take: aggregates, windows, generators.
  base::Result<void> (*check_calls)(Clause clause, const Expression& expression, const Scope& scope,
                                    Position position);
  base::Error (*aggregate_at_place)(const std::string& number, const Expression& item,
                                    const std::string& label, const Scope& scope, Position position);
  const std::set<std::string, std::less<>>* functions =
      nullptr;  // of the session's own, beside the dialect's
};

}  // namespace sql
