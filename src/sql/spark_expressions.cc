#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "base/text.h"
#include "plan/spark_error.h"
#include "plan/types.h"
#include "spark/connect/types.pb.h"
#include "sql/expression_analyzer.h"
#include "sql/functions.h"
#include "sql/literals.h"
#include "sql/operators.h"
#include "sql/rules.h"
#include "sql/spark_errors.h"
#include "sql/spark_functions.h"
#include "sql/spark_label.h"
#include "sql/spark_literals.h"
#include "sql/subquery.h"
#include "sql/window.h"

// What Spark makes of expressions: the plan's own functions, which are Spark's. Types, and the casts between
// them, are found where the plan is lowered.
namespace sql {
namespace {

Typed deferred(PlanExpression plan) {
  return {std::move(plan), kDeferred};
}

base::Error unknown_function(const Name& name) {
  if (is_unsupported_spark_function(name.text))
    return spark_error(name.position, "UNSUPPORTED_FEATURE",
                       fmt::format("The function `{}` is not supported yet.", name.text));
  return spark_error(name.position, "UNRESOLVED_ROUTINE",
                     "Cannot resolve routine <routineName> on search path <searchPath>.",
                     {{"routineName", fmt::format("`{}`", name.text)}, {"searchPath", plan::kSearchPath}});
}

// The names of a struct that is made of values: those of columns, else col1, col2, ...
std::string field_of(const Expression& value, std::size_t place) {
  if (const auto* column = std::get_if<ColumnName>(&value.node)) return column->parts.back().text;
  if (const auto* field = std::get_if<FieldAccess>(&value.node)) return field->name.text;
  return fmt::format("col{}", place + 1);
}

// Whether an aggregate of values with NULLs for the rows that FILTER leaves out is one without those rows.
bool passes_over_nulls(std::string_view function, bool ignore_nulls) {
  for (std::string_view name : {"first", "last", "any_value", "first_value", "last_value"}) {
    if (function == name) return ignore_nulls;
  }
  return true;
}

// Of window functions: those that say where a row stands among others.
bool needs_order(std::string_view function) {
  for (std::string_view name : {"rank", "dense_rank", "percent_rank", "cume_dist", "row_number", "ntile",
                                "lag", "lead", "nth_value"}) {
    if (function == name) return true;
  }
  return false;
}

// The step of a sequence of times, which may go back; nothing: it is no interval.
std::optional<Duration> step_of(const Expression& expression) {
  const auto* back = std::get_if<Negation>(&expression.node);
  const auto* step = std::get_if<Duration>(back != nullptr ? &back->operand->node : &expression.node);
  if (step == nullptr || step->count == std::numeric_limits<std::int64_t>::min()) return std::nullopt;
  Duration duration = *step;
  if (back != nullptr) duration.count = -duration.count;
  return duration;
}

}  // namespace

struct ExpressionAnalyzer::SparkVisitor {
  const ExpressionAnalyzer& self;
  Position position;

  base::Result<PlanExpression> part(const Expression& expression) const {
    return std::move(TRY(self.part(expression)).plan);
  }
  base::Result<std::vector<PlanExpression>> parts(const Expressions& expressions) const {
    return plans(TRY(self.parts(expressions)));
  }

  base::Result<Typed> operator()(const NullLiteral&) const { return deferred(plan::null_literal("void")); }
  base::Result<Typed> operator()(const BooleanLiteral& node) const {
    return deferred(plan::literal(node.value));
  }
  base::Result<Typed> operator()(const NumberLiteral& node) const {
    return deferred(TRY(spark_number(node, false, position)));
  }
  base::Result<Typed> operator()(const StringLiteral& node) const {
    return deferred(plan::literal(node.value));
  }
  base::Result<Typed> operator()(const BinaryLiteral& node) const {
    return deferred(plan::binary_literal(node.bytes));
  }
  base::Result<Typed> operator()(const TypedLiteral& node) const {
    return deferred(TRY(spark_typed_literal(node, position)));
  }
  base::Result<Typed> operator()(const Duration&) const {
    return not_supported_yet(position, "an interval other than beside + and -");
  }
  base::Result<PlanExpression> interval(const Duration& node) const {
    if (node.first >= Duration::Day) return plan::day_time_literal(node.count);
    if (!std::in_range<std::int32_t>(node.count))
      return spark_error(position, "INVALID_INTERVAL_FORMAT", "The interval is out of range.");
    return plan::year_month_literal(static_cast<std::int32_t>(node.count));
  }
  // A date moved by hours is a timestamp, be they whole days too: such are moved in two steps, for the plan's
  // intervals have no units.
  base::Result<Typed> moved(const Expression& time, const Duration& by, std::string_view op) const {
    constexpr std::int64_t kHour = 3'600'000'000;
    PlanExpression value = TRY(part(time));
    Duration rest = by;
    if (by.last > Duration::Day && by.count % (24 * kHour) == 0) {
      value = plan::call(op, {std::move(value), plan::day_time_literal(kHour)});
      rest.count -= kHour;
    }
    PlanExpression distance = TRY(interval(rest));
    return deferred(plan::call(op, {std::move(value), std::move(distance)}));
  }
  base::Result<Typed> operator()(const ColumnName& node) const { return self.named(node, position); }
  base::Result<Typed> operator()(const Negation& node) const {
    if (const auto* number = std::get_if<NumberLiteral>(&node.operand->node))
      return deferred(TRY(spark_number(*number, true, position)));
    return deferred(plan::call("negative", {TRY(part(*node.operand))}));
  }
  base::Result<Typed> operator()(const Not& node) const {
    return deferred(negated_if(true, TRY(part(*node.operand))));
  }
  base::Result<Typed> operator()(const Binary& node) const {
    if (const auto* by = std::get_if<Duration>(&node.right->node);
        by != nullptr && (node.op == BinaryOperator::Add || node.op == BinaryOperator::Subtract))
      return moved(*node.left, *by, symbol(node.op));
    if (const auto* by = std::get_if<Duration>(&node.left->node);
        by != nullptr && node.op == BinaryOperator::Add)
      return moved(*node.right, *by, symbol(node.op));
    PlanExpression left = TRY(part(*node.left));
    PlanExpression right = TRY(part(*node.right));
    return sql::deferred(node.op, std::move(left), std::move(right));
  }
  base::Result<Typed> operator()(const Logical& node) const {
    const std::string_view function = node.kind == Logical::Kind::And ? "and" : "or";
    return deferred(combine(function, TRY(parts(node.terms))));
  }
  base::Result<Typed> operator()(const Concatenation& node) const {
    return deferred(plan::call("concat", TRY(parts(node.terms))));
  }
  base::Result<Typed> operator()(const IsNull& node) const {
    return deferred(plan::call(node.negated ? "isnotnull" : "isnull", {TRY(part(*node.operand))}));
  }
  base::Result<Typed> operator()(const Between& node) const {
    PlanExpression value = TRY(part(*node.value));
    PlanExpression low = TRY(part(*node.low));
    PlanExpression high = TRY(part(*node.high));
    return deferred(
        negated_if(node.negated, plan::call("between", {std::move(value), std::move(low), std::move(high)})));
  }
  base::Result<Typed> operator()(const InList& node) const {
    std::vector<PlanExpression> values = TRY(parts(node.list));
    values.insert(values.begin(), TRY(part(*node.value)));
    return deferred(negated_if(node.negated, plan::call("in", std::move(values))));
  }
  base::Result<Typed> operator()(const Like& node) const {
    std::vector<PlanExpression> arguments;
    arguments.push_back(TRY(part(*node.value)));
    arguments.push_back(TRY(part(*node.pattern)));
    if (node.escape) arguments.push_back(TRY(part(*node.escape)));
    return deferred(negated_if(node.negated, plan::call("like", std::move(arguments))));
  }
  base::Result<Typed> operator()(const Case& node) const {
    std::vector<PlanExpression> arguments;
    const Typed operand = node.operand ? TRY(self.part(*node.operand)) : Typed{};
    for (const Case::When& when : node.whens) {
      PlanExpression condition = TRY(part(*when.condition));
      if (node.operand) {
        Typed copy = TRY(self.context_.budget.copy(operand, when.condition->position));
        condition = plan::call("==", {std::move(copy.plan), std::move(condition)});
      }
      arguments.push_back(std::move(condition));
      arguments.push_back(TRY(part(*when.result)));
    }
    if (node.otherwise) arguments.push_back(TRY(part(*node.otherwise)));
    return deferred(plan::call("when", std::move(arguments)));
  }
  base::Result<Typed> operator()(const Cast& node) const {
    PlanExpression operand = TRY(part(*node.operand));
    const auto type = plan::parse_type(node.type.name);
    if (!type.ok())
      return spark_error(node.type.position, "UNSUPPORTED_DATATYPE",
                         fmt::format("Unsupported data type \"{}\".", node.type.name));
    const plan::CastMode mode = node.safe ? plan::CastMode::Try : plan::CastMode::Legacy;
    return deferred(plan::cast(std::move(operand), plan::type_text(*type), mode));
  }
  base::Result<Typed> operator()(const AtTimeZone&) const {
    return not_supported_yet(position, "AT TIME ZONE");
  }
  base::Result<Typed> operator()(const Interval&) const {
    return not_supported_yet(position, "the interval");
  }
  base::Result<Typed> operator()(const Row& node) const {
    std::vector<PlanExpression> fields;
    for (std::size_t i = 0; i < node.items.size(); ++i) {
      fields.push_back(plan::literal(field_of(*node.items[i], i)));
      fields.push_back(TRY(part(*node.items[i])));
    }
    return deferred(plan::call("named_struct", std::move(fields)));
  }
  base::Result<Typed> operator()(const ArrayOf& node) const {
    return deferred(plan::call("array", TRY(parts(node.items))));
  }
  base::Result<Typed> operator()(const Subscript& node) const {
    PlanExpression value = TRY(part(*node.value));
    PlanExpression index = TRY(part(*node.index));
    return deferred(plan::item(std::move(value), std::move(index)));
  }
  base::Result<Typed> operator()(const FieldAccess& node) const {
    return self.field_access(TRY(self.part(*node.value)), node.name);
  }
  base::Result<Typed> operator()(const Lambda&) const {
    return spark_error(position, "UNEXPECTED_LAMBDA",
                       "A lambda function should only be used in a higher order function.");
  }
  base::Result<Typed> operator()(const Try& node) const { return self.part(*node.value); }
  base::Result<Typed> operator()(const IsDistinct& node) const {
    PlanExpression left = TRY(part(*node.left));
    PlanExpression right = TRY(part(*node.right));
    return deferred(negated_if(!node.negated, plan::call("<=>", {std::move(left), std::move(right)})));
  }
  base::Result<Typed> operator()(const Subquery& node) const { return self.subquery(node, position); }
  base::Result<Typed> operator()(const InSubquery& node) const {
    Typed found = TRY(self.in_subquery(node, position));
    return deferred(std::move(found.plan));
  }
  base::Result<Typed> operator()(const JsonForm&) const {
    return not_supported_yet(position, "a JSON function of SQL");
  }
  base::Result<Typed> operator()(const Quantified&) const {
    return not_supported_yet(position, "a comparison with ANY or ALL of a subquery");
  }
  base::Result<Typed> operator()(const Exists& node) const {
    return deferred(TRY(self.exists(node, position)).plan);
  }

  base::Result<Typed> operator()(const Call& node) const {
    const std::string& name = node.function.text;
    if (node.over) return window(node);
    if (name == "grouping" || name == "grouping_id") return grouping(node);
    if (name.find(' ') != std::string::npos) return like_many(node);
    const auto* own = self.context_.rules->functions;
    if (own != nullptr && own->contains(name)) return deferred(plan::call(name, TRY(arguments(node))));
    const SparkFunction* function = find_spark_function(name);
    if (function == nullptr) return unknown_function(node.function);
    if (function->kind == SparkFunction::Kind::Generator)
      return spark_error(position, "UNSUPPORTED_GENERATOR.NESTED_IN_EXPRESSIONS",
                         fmt::format("The generator is not supported: {} inside an expression.", name));
    if (function->kind == SparkFunction::Kind::Window)
      return spark_error(position, "WINDOW_FUNCTION_WITHOUT_OVER_CLAUSE",
                         "Window function <funcName> requires an OVER clause.",
                         {{"funcName", fmt::format("\"{}()\"", name)}});
    if (function->kind == SparkFunction::Kind::Aggregate) return aggregate(*function, node);
    if (node.filter) return not_a_word_for(name, "FILTER CLAUSE");
    if (node.distinct) return not_a_word_for(name, "DISTINCT");
    if (node.star || node.ignore_nulls)
      return spark_error(position, "INVALID_SQL_FUNCTION_USAGE",
                         fmt::format("* or IGNORE NULLS is no word for the function {}.", name));
    return deferred(planned(*function, TRY(arguments(node)), node));
  }

  base::Error unordered(const Call& node) const {
    return plan::spark_error(
        "WINDOW_FUNCTION_FRAME_NOT_ORDERED",
        "Window function <wf_name> requires the window to be ordered. You need to add an ORDER BY clause. "
        "For "
        "example: SELECT <wf_expr> OVER (PARTITION BY window_partition ORDER BY window_ordering) FROM table.",
        {{"wf_name", node.function.text}, {"wf_expr", spark_call_label(node, self.context_.scope)}});
  }

  // Of a function that is no aggregate.
  base::Error not_a_word_for(const std::string& function, const std::string& words) const {
    return spark_error(position, "INVALID_SQL_SYNTAX.FUNCTION_WITH_UNSUPPORTED_SYNTAX",
                       "Invalid SQL syntax: The function <prettyName> does not support <syntax>.",
                       {{"prettyName", fmt::format("`{}`", function)}, {"syntax", words}});
  }

  PlanExpression planned(const SparkFunction& function, std::vector<PlanExpression> arguments,
                         const Call& node) const {
    if (function.rewrite != nullptr) return function.rewrite(std::move(arguments));
    const std::string_view name = function.plan_name.empty() ? function.name : function.plan_name;
    return node.distinct ? plan::call_distinct(name, std::move(arguments))
                         : plan::call(name, std::move(arguments));
  }

  // With lambdas, whose parameters have the types that the function gives them.
  base::Result<std::vector<PlanExpression>> arguments(const Call& node) const {
    std::vector<PlanExpression> values;
    const bool is_struct = node.function.text == "struct";
    for (std::size_t i = 0; i < node.arguments.size(); ++i) {
      const Expression& argument = *node.arguments[i];
      if (const auto* lambda = std::get_if<Lambda>(&argument.node)) {
        const std::vector<Type> types(lambda->parameters.size(), kDeferred);
        values.push_back(TRY(self.lambda({.lambda = lambda, .position = argument.position}, types)).plan);
        continue;
      }
      if (const std::optional<Duration> step =
              node.function.text == "sequence" && i == 2 ? step_of(argument) : std::nullopt) {
        values.push_back(TRY(interval(*step)));
        continue;
      }
      PlanExpression value = TRY(part(argument));
      const bool nameless = is_struct && i % 2 == 0 && value.literal().string().empty();
      values.push_back(nameless ? plan::literal(field_of(*node.arguments[i + 1], i / 2)) : std::move(value));
    }
    return values;
  }

  base::Result<Typed> like_many(const Call& node) const {
    const std::string& name = node.function.text;
    const Typed value = TRY(self.part(*node.arguments[0]));
    const bool any_case = name.find("ilike") != name.npos;
    std::vector<PlanExpression> terms;
    for (std::size_t i = 1; i < node.arguments.size(); ++i) {
      Typed copy = TRY(self.context_.budget.copy(value, position));
      PlanExpression pattern = TRY(part(*node.arguments[i]));
      PlanExpression like =
          plan::call(any_case ? "ilike" : "like", {std::move(copy.plan), std::move(pattern)});
      terms.push_back(negated_if(name.starts_with("not"), std::move(like)));
    }
    if (terms.empty())
      return spark_error(position, "PARSE_SYNTAX_ERROR", "Expected something between '(' and ')'.");
    return deferred(combine(name.ends_with("all") ? "and" : "or", std::move(terms)));
  }

  // What an aggregate takes: a row that FILTER leaves out has a NULL.
  base::Result<std::vector<PlanExpression>> aggregated(const Call& node,
                                                       const ExpressionAnalyzer& inside) const {
    const std::string& name = node.function.text;
    if (node.star && name != "count")
      return spark_error(position, "INVALID_USAGE_OF_STAR_OR_REGEX",
                         "Invalid usage of '*' in an expression.");
    std::vector<PlanExpression> values;
    if (node.star)
      values.push_back(plan::literal(1));
    else
      values = TRY((SparkVisitor{inside, position}.arguments(node)));
    if (values.empty()) return values;
    if ((node.filter || self.context_.only_where) && !passes_over_nulls(name, node.ignore_nulls))
      return not_supported_yet(position, "FILTER of " + name);
    const auto keep_where = [&](PlanExpression keep) {
      values.back() = plan::call("when", {std::move(keep), std::move(values.back())});
    };
    if (node.filter) keep_where(TRY(inside.part(*node.filter)).plan);
    if (self.context_.only_where != nullptr) keep_where(*self.context_.only_where);
    return values;
  }

  // first(x) IGNORE NULLS, which plans spell first(x, true).
  base::Result<PlanExpression> aggregate_call(const SparkFunction& function, const Call& node,
                                              const ExpressionAnalyzer& inside) const {
    std::vector<PlanExpression> values = TRY(aggregated(node, inside));
    if (node.ignore_nulls) values.push_back(plan::literal(true));
    return planned(function, std::move(values), node);
  }

  base::Result<Typed> aggregate(const SparkFunction& function, const Call& node) const {
    if (self.context_.names_anything) return deferred(TRY(aggregate_call(function, node, self)));
    if (self.context_.aggregation == nullptr)
      return spark_error(position, "INVALID_AGGREGATE_FUNCTION_USAGE",
                         fmt::format("The aggregate function {} is not allowed in the {}.",
                                     node.function.text, self.context_.clause));
    for (const ExpressionPtr& argument : node.arguments) {
      if (const Expression* inner = find_aggregate(*argument, self.context_.rules))
        return spark_error(inner->position, "NESTED_AGGREGATE_FUNCTION",
                           "It is not allowed to use an aggregate function in the argument of another "
                           "aggregate function. Please use the inner aggregate function in a sub-query.");
    }
    const ExpressionAnalyzer inside = self.plain("arguments of " + node.function.text);
    PlanExpression call = TRY(aggregate_call(function, node, inside));
    TRY(check_depth(call, position));
    return deferred(self.context_.aggregation->add_call(std::move(call), node.function.text));
  }

  // grouping(a): 1 where the row's grouping set leaves the key out; grouping_id(a, b): a bit for each.
  base::Result<Typed> grouping(const Call& node) const {
    Aggregation* aggregation = self.context_.aggregation;
    if (aggregation == nullptr || !aggregation->has_grouping_sets())
      return spark_error(position, "UNSUPPORTED_GROUPING_EXPRESSION",
                         "grouping()/grouping_id() can only be used with GroupingSets/Cube/Rollup.");
    const ExpressionAnalyzer plain = self.plain("arguments of " + node.function.text);
    std::vector<PlanExpression> keys = plans(TRY(plain.parts(node.arguments)));
    if (keys.empty()) keys = aggregation->keys();
    for (const PlanExpression& key : keys) {
      if (aggregation->find_key(key) == nullptr)
        return spark_error(position, "GROUPING_ID_COLUMN_MISMATCH",
                           "Columns of grouping and grouping_id do not match grouping columns.");
    }
    PlanExpression id = aggregation->add_call(plan::call("grouping_id", std::move(keys)), "grouping");
    return deferred(plan::cast(std::move(id), node.function.text == "grouping" ? "tinyint" : "bigint"));
  }

  base::Result<PlanExpression> call_over(const Call& node, const ExpressionAnalyzer& inside) const {
    const SparkFunction* function = find_spark_function(node.function.text);
    if (function == nullptr) return unknown_function(node.function);
    using Kind = SparkFunction::Kind;
    if (function->kind != Kind::Aggregate && function->kind != Kind::Window)
      return spark_error(
          position, "UNSUPPORTED_EXPR_FOR_WINDOW",
          fmt::format("Expression \"{}\" not supported within a window function.", node.function.text));
    if (node.distinct)
      return spark_error(position, "DISTINCT_WINDOW_FUNCTION_UNSUPPORTED",
                         "Distinct window functions are not supported.");
    return aggregate_call(*function, node, inside);
  }

  base::Result<Typed> window(const Call& node) const {
    const Context& context = self.context_;
    if (context.in_window)
      return spark_error(position, "NESTED_WINDOW_FUNCTION",
                         "It is not allowed to use a window function inside another window function.");
    if (context.windows == nullptr && context.clause.starts_with("arguments of "))
      return spark_error(
          position, "_LEGACY_ERROR_TEMP_1031",
          "It is not allowed to use a window function inside an aggregate function. Please use "
          "the inner window function in a sub-query.");
    if (context.windows == nullptr)
      return spark_error(position, "UNSUPPORTED_EXPR_FOR_OPERATOR",
                         fmt::format("A window function is not allowed in the {}.", context.clause));
    const ResolvedWindow window = TRY(resolve(*node.over, *context.windows));
    Context within = context;
    within.in_window = true;
    const ExpressionAnalyzer inside(std::move(within));
    PlanExpression call = TRY(call_over(node, inside));
    if (window.order_by->empty() && needs_order(node.function.text)) return unordered(node);
    std::vector<plan::SortOrder> order;
    for (const SortItem& item : *window.order_by) {
      PlanExpression key = TRY(inside.part(*item.expression)).plan;
      order.push_back(plan::sort_order(std::move(key), item.descending, item.nulls_first));
    }
    std::vector<PlanExpression> partition = plans(TRY(inside.parts(*window.partition_by)));
    std::optional<plan::WindowFrame> frame;
    if (window.frame != nullptr) frame = TRY(plain_frame(*window.frame, order.size()));
    return deferred(plan::over(std::move(call), std::move(partition), std::move(order), std::move(frame)));
  }
};

ExpressionAnalyzer ExpressionAnalyzer::aggregating(Aggregation& aggregation,
                                                   const PlanExpression& only_where) const {
  ExpressionAnalyzer analyzer = *this;
  analyzer.context_.aggregation = &aggregation;
  analyzer.context_.only_where = &only_where;
  return analyzer;
}

base::Result<Typed> ExpressionAnalyzer::spark(const ExpressionAnalyzer& analyzer,
                                              const Expression& expression) {
  return std::visit(SparkVisitor{analyzer, expression.position}, expression.node);
}

}  // namespace sql
