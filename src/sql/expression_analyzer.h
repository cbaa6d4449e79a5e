#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>

#include "sql/aggregation.h"
#include "sql/budget.h"
#include "sql/output_scope.h"
#include "sql/scope.h"
#include "sql/typed.h"

namespace sql {

class Subqueries;
struct Rules;
struct AggregateCall;
struct Argument;
struct RowClauses;
struct ResolvedWindow;
struct FrameDistance;

// The parameters of the lambdas around an expression, the nearest first.
struct LambdaScope {
  struct Parameter {
    std::string name;  // in lower case
    Typed value;
  };
  std::vector<Parameter> parameters;
  const LambdaScope* outer = nullptr;

  const Typed* find(std::string_view name) const;  // null: none of them
};

const Expression* find_aggregate(const Expression& expression, const Rules* rules);  // null: there is none
bool contains_aggregate(const Expression& expression, const Rules* rules = nullptr);
std::string shown(const Call& call);  // as messages show it: count(*), sum(...)

// Gives expressions their names, types and place in the plan, by Trino's rules. Where the query is grouped,
// what it gives stands behind the Aggregate relation: keys and aggregate calls become its columns, and any
// other column is refused (EXPRESSION_NOT_AGGREGATE). What it makes is paid for from the budget. One thread;
// recursion is bounded by kMaxDepth.
class ExpressionAnalyzer {
 public:
  struct Context {
    const Scope& scope;
    std::string clause;  // "WHERE clause": for messages
    Budget& budget;
    Aggregation* aggregation =
        nullptr;  // null: one value for each row of the source, aggregate calls are refused
    const OutputScope* outputs = nullptr;       // null: the columns of the select list are no names here
    Subqueries* subqueries = nullptr;           // null: none may stand here
    const ExpressionAnalyzer* outer = nullptr;  // has the names that the scope lacks
    const std::vector<NamedWindow>* windows = nullptr;  // null: window functions may not stand here
    bool in_window = false;                             // in what a window function takes
    bool in_specification = false;                      // in its OVER (...)
    const LambdaScope* lambdas = nullptr;               // null: no lambda is around
    const Rules* rules = nullptr;                       // of another dialect; null: Trino's
    const PlanExpression* only_where = nullptr;         // the rows that aggregate calls take; null: all
    bool names_anything =
        false;             // its columns are found where the plan is lowered, aggregates stand anywhere
    bool filters = false;  // it decides which rows stay: NULL is as good as false
    const OutputScope* aliases =
        nullptr;  // names that stand for what they name, where FROM has no such column
  };
  explicit ExpressionAnalyzer(Context context) : context_(std::move(context)) {}

  base::Result<Typed> analyze(const Expression& expression) const;          // the whole of an expression
  base::Result<Typed> analyze_boolean(const Expression& expression) const;  // a condition of the clause
  base::Result<Typed> column(const Field& field, Position position) const;
  void allow_aliases(const OutputScope& aliases) { context_.aliases = &aliases; }
  // The same behind an Aggregate whose calls take only the rows of a condition. Both outlive it.
  ExpressionAnalyzer aggregating(Aggregation& aggregation, const PlanExpression& only_where) const;

  // One node by Spark's rules (spark_expressions.cc).
  static base::Result<Typed> spark(const ExpressionAnalyzer& analyzer, const Expression& expression);

 private:
  struct Visitor;
  struct SparkVisitor;
  struct SparkCalls;
  base::Result<Typed> part(const Expression& expression) const;
  base::Result<Typed> grouping_key(const Expression& expression, bool& found) const;
  base::Result<Typed> named(const ColumnName& name, Position position) const;
  base::Result<Typed> named_field(Typed value, const ColumnName& name, std::ptrdiff_t place,
                                  Position position) const;
  base::Error not_named(const base::Error& error, const ColumnName& name, Position position) const;
  Typed unresolved(const ColumnName& name) const;
  base::Result<Typed> named_column(const ColumnName& name, Position position) const;
  base::Result<Typed> at_time_zone(const AtTimeZone& node) const;
  base::Result<Typed> negation(const Negation& node, Position position) const;
  base::Result<Typed> condition(const Expression& expression, std::string_view what) const;
  base::Result<Typed> logical(const Logical& node) const;
  base::Result<Typed> concatenation(const Concatenation& node, Position position) const;
  base::Result<Typed> between(const Between& node, Position position) const;
  base::Result<Typed> in_list(const InList& node, Position position) const;
  base::Result<PlanExpression> equals_any(std::vector<Typed>& values, Position position) const;
  base::Result<Typed> like(const Like& node) const;
  base::Result<Typed> call(const Call& node, Position position) const;

  // conditional_expressions.cc
  base::Result<Typed> case_when(const Case& node) const;
  base::Result<Typed> conditional(const Call& node, Position position) const;
  base::Result<Typed> null_if(const Call& node, Position position) const;
  base::Result<Typed> coalesce(const Call& node, Position position) const;

  // subquery_expressions.cc
  base::Result<Typed> subquery(const Subquery& node, Position position) const;
  base::Result<Typed> in_subquery(const InSubquery& node, Position position) const;
  Typed sought(Typed value) const;
  base::Result<Typed> exists(const Exists& node, Position position) const;
  base::Result<Typed> quantified(const Quantified& node, Position position) const;

  // aggregate_call.cc
  base::Result<Typed> aggregate(const Call& node, Position position) const;
  base::Result<AggregateCall> aggregate_call(const Call& node) const;
  base::Result<std::vector<Argument>> aggregate_arguments(const Call& node) const;
  base::Result<RowClauses> row_clauses(const Call& node, const std::vector<Argument>& arguments) const;
  base::Result<Typed> grouping(const Call& node, Position position) const;

  // window_call.cc
  base::Result<Typed> window_function(const Call& node, Position position) const;
  base::Result<AggregateCall> call_over(const Call& node, Position position) const;
  base::Result<plan::WindowFrame> frame(const Frame& frame, const ResolvedWindow& window,
                                        std::vector<Typed>& keys) const;
  base::Result<FrameDistance> bound(const Frame& frame, const FrameBound& bound, std::string_view side,
                                    const std::vector<Typed>& keys) const;
  base::Error not_scalar(const std::string& what, Position position) const;

  // nested_expressions.cc
  base::Result<Typed> array(const ArrayOf& node, Position position) const;
  base::Result<Typed> row(const Row& node, Position position) const;
  base::Result<Typed> subscript(const Subscript& node, Position position) const;
  base::Result<Typed> field_access(Typed value, const Name& field) const;
  base::Result<Typed> attempt(const Try& node) const;
  base::Result<Typed> distinct_from(const IsDistinct& node, Position position) const;
  base::Result<Typed> call_with_lambdas(const Call& node) const;
  base::Result<std::vector<Argument>> arguments(const Call& node) const;
  std::function<base::Result<Typed>(const Argument& lambda, std::span<const Type> parameters)>
  lambda_planner() const;
  base::Result<Typed> lambda(const Argument& argument, std::span<const Type> parameters) const;

  // json_form.cc
  base::Result<Typed> json_form(const JsonForm& node, Position position) const;
  base::Result<Typed> json_of_path(const JsonForm& node, Position position) const;
  base::Result<Typed> json_value(const JsonForm& node, std::vector<PlanExpression> arguments,
                                 Position position) const;
  base::Result<PlanExpression> json_default(const JsonForm::Behavior& behavior, std::string_view clause,
                                            const Type& type) const;
  base::Result<std::vector<PlanExpression>> path_arguments(const JsonForm& node, Position position) const;
  base::Result<Typed> json_array(const JsonForm& node, Position position) const;
  base::Result<Typed> json_object(const JsonForm& node, Position position) const;
  base::Result<PlanExpression> json_argument(const JsonForm::Operand& operand, std::string_view function,
                                             Position position) const;

  base::Result<std::vector<Typed>> parts(const Expressions& expressions) const;
  bool names_output(const Expression& expression) const;
  ExpressionAnalyzer plain(std::string clause) const;
  ExpressionAnalyzer filtering(bool filters) const;

  Context context_;
};

}  // namespace sql
