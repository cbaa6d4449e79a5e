#include "sql/expression_analyzer.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "sql/ast_walks.h"
#include "sql/cast.h"
#include "sql/functions.h"
#include "sql/intervals.h"
#include "sql/like_pattern.h"
#include "sql/literals.h"
#include "sql/operators.h"
#include "sql/rules.h"
#include "sql/subquery.h"

namespace sql {
namespace {

base::Error type_mismatch(Position position, const std::string& message) {
  return error_at(position, "TYPE_MISMATCH", message);
}

bool is_constant(const Expression& expression) {
  return std::holds_alternative<NumberLiteral>(expression.node) ||
         std::holds_alternative<StringLiteral>(expression.node) ||
         std::holds_alternative<NullLiteral>(expression.node) ||
         std::holds_alternative<BooleanLiteral>(expression.node);
}

// Of a value and the list it is sought in: whether NaN could be found to equal NaN.
bool may_compare_nans(const std::vector<Typed>& values) {
  if (is_number(values[0].plan)) return false;
  return !std::all_of(values.begin() + 1, values.end(),
                      [](const Typed& item) { return is_number(item.plan); });
}

// What a long constant costs beyond its node: copies of it are not free.
std::size_t constant_weight(const Expression& expression) {
  if (const auto* text = std::get_if<StringLiteral>(&expression.node))
    return text->value.size() / kBytesOfANode;
  if (const auto* bytes = std::get_if<BinaryLiteral>(&expression.node))
    return bytes->bytes.size() / kBytesOfANode;
  if (const auto* json = std::get_if<JsonForm>(&expression.node)) return json->path.size() / kBytesOfANode;
  return 0;
}

base::Result<void> check_like(bool fits, std::string_view what, const Type& type, Position position) {
  if (fits) return {};
  return type_mismatch(position, fmt::format("{} LIKE expression must evaluate to a varchar (actual: {})",
                                             what, to_string(type)));
}

// Terms of a conjunction filter rows as the whole of it does; what stands deeper does not.
bool passes_filter_on(const Expression& expression) {
  const auto* logical = std::get_if<Logical>(&expression.node);
  return (logical != nullptr && logical->kind == Logical::Kind::And) ||
         std::holds_alternative<InSubquery>(expression.node) ||
         std::holds_alternative<Quantified>(expression.node);
}

}  // namespace

const Expression* find_aggregate(const Expression& expression, const Rules* rules) {
  const Call* call = std::get_if<Call>(&expression.node);
  const bool grouping = call != nullptr && call->function.text == "grouping";
  const auto aggregates = rules != nullptr ? rules->is_aggregate : is_aggregate;
  if (call != nullptr && !call->over && (grouping || aggregates(call->function.text))) return &expression;
  const Expression* found = nullptr;
  for_each_child(expression, [&](const Expression& child) {
    if (found == nullptr) found = find_aggregate(child, rules);
  });
  return found;
}

bool contains_aggregate(const Expression& expression, const Rules* rules) {
  return find_aggregate(expression, rules) != nullptr;
}

struct ExpressionAnalyzer::Visitor {
  const ExpressionAnalyzer& self;
  Position position;

  base::Result<Typed> operator()(const NullLiteral&) const { return null_of({TypeKind::Unknown}); }
  base::Result<Typed> operator()(const BooleanLiteral& node) const {
    return Typed{plan::literal(node.value), kBoolean};
  }
  base::Result<Typed> operator()(const NumberLiteral& node) const {
    return number_literal(node, false, position);
  }
  base::Result<Typed> operator()(const StringLiteral& node) const { return string_literal(node.value); }
  base::Result<Typed> operator()(const BinaryLiteral& node) const {
    return Typed{plan::binary_literal(node.bytes), {TypeKind::Varbinary}};
  }
  base::Result<Typed> operator()(const TypedLiteral& node) const { return typed_literal(node, position); }
  base::Result<Typed> operator()(const ColumnName& node) const { return self.named(node, position); }
  base::Result<Typed> operator()(const Negation& node) const { return self.negation(node, position); }
  base::Result<Typed> operator()(const Not& node) const {
    return Typed{negated_if(true, TRY(self.condition(*node.operand, "Value of logical NOT expression")).plan),
                 kBoolean};
  }
  base::Result<Typed> operator()(const Binary& node) const {
    Typed left = TRY(self.part(*node.left));
    Typed right = TRY(self.part(*node.right));
    const auto apply = is_comparison(node.op) ? comparison : arithmetic;
    return apply(node.op, std::move(left), std::move(right), position);
  }
  base::Result<Typed> operator()(const Logical& node) const { return self.logical(node); }
  base::Result<Typed> operator()(const Concatenation& node) const {
    return self.concatenation(node, position);
  }
  base::Result<Typed> operator()(const IsNull& node) const {
    Typed operand = TRY(self.part(*node.operand));
    return Typed{plan::call(node.negated ? "isnotnull" : "isnull", {std::move(operand.plan)}), kBoolean};
  }
  base::Result<Typed> operator()(const Between& node) const { return self.between(node, position); }
  base::Result<Typed> operator()(const InList& node) const { return self.in_list(node, position); }
  base::Result<Typed> operator()(const Like& node) const { return self.like(node); }
  base::Result<Typed> operator()(const Case& node) const { return self.case_when(node); }
  base::Result<Typed> operator()(const Cast& node) const {
    Typed operand = TRY(self.part(*node.operand));
    const Type type = TRY(resolve_type(node.type));
    return cast(std::move(operand), type, node.safe ? OnFailure::Null : OnFailure::Error, position);
  }
  base::Result<Typed> operator()(const Call& node) const { return self.call(node, position); }
  base::Result<Typed> operator()(const Duration&) const {
    return not_supported_yet(position, "an interval of several units");
  }
  base::Result<Typed> operator()(const Subquery& node) const { return self.subquery(node, position); }
  base::Result<Typed> operator()(const InSubquery& node) const { return self.in_subquery(node, position); }
  base::Result<Typed> operator()(const Exists& node) const { return self.exists(node, position); }
  base::Result<Typed> operator()(const Quantified& node) const { return self.quantified(node, position); }
  base::Result<Typed> operator()(const AtTimeZone& node) const { return self.at_time_zone(node); }
  base::Result<Typed> operator()(const Interval& node) const { return interval_literal(node, position); }
  base::Result<Typed> operator()(const Row& node) const { return self.row(node, position); }
  base::Result<Typed> operator()(const ArrayOf& node) const { return self.array(node, position); }
  base::Result<Typed> operator()(const Subscript& node) const { return self.subscript(node, position); }
  base::Result<Typed> operator()(const FieldAccess& node) const {
    return self.field_access(TRY(self.part(*node.value)), node.name);
  }
  base::Result<Typed> operator()(const Try& node) const { return self.attempt(node); }
  base::Result<Typed> operator()(const IsDistinct& node) const { return self.distinct_from(node, position); }
  base::Result<Typed> operator()(const JsonForm& node) const { return self.json_form(node, position); }
  base::Result<Typed> operator()(const Lambda&) const {
    return error_at(position, "TYPE_MISMATCH", "Lambda expression should always be used inside a function");
  }
};

base::Result<Typed> ExpressionAnalyzer::analyze(const Expression& expression) const {
  Typed value = TRY(part(expression));
  TRY(check_depth(value.plan, expression.position));
  return value;
}

base::Result<Typed> ExpressionAnalyzer::part(const Expression& expression) const {
  if (context_.filters && !passes_filter_on(expression)) return filtering(false).part(expression);
  const Budget::Descent descent(context_.budget, 1);
  TRY(descent.check(expression.position));
  TRY(context_.budget.spend(1 + constant_weight(expression), expression.position));
  if (context_.aggregation != nullptr) {
    bool found = false;
    Typed key = TRY(grouping_key(expression, found));
    if (found) return key;
  }
  Typed value =
      TRY(context_.rules != nullptr ? context_.rules->analyze(*this, expression)
                                    : std::visit(Visitor{*this, expression.position}, expression.node));
  TRY(check_type(value.type, expression.position));
  return value;
}

// In a grouped query, an expression that equals a key is that key's column.
base::Result<Typed> ExpressionAnalyzer::grouping_key(const Expression& expression, bool& found) const {
  const bool candidate =
      context_.aggregation->may_be_key(expression.node.index()) && !is_constant(expression);
  if (!candidate || contains_aggregate(expression, context_.rules) || names_output(expression))
    return Typed{};
  const base::Result<Typed> value = plain(context_.clause).part(expression);
  if (!value.ok()) return Typed{};  // its parts may still be keys; what is wrong shows there again
  const Typed* key = context_.aggregation->find_key(value->plan);
  found = key != nullptr;
  return found ? *key : Typed{};
}

// Whether some name in it means a column of the output that is not the column of that name in FROM: then it
// says something else than the same text in GROUP BY. An ambiguous name does, for it is refused.
bool ExpressionAnalyzer::names_output(const Expression& expression) const {
  if (context_.outputs == nullptr) return false;
  if (const auto* name = std::get_if<ColumnName>(&expression.node)) {
    const auto output = context_.outputs->resolve(*name, expression.position);
    if (!output.ok() || *output == nullptr) return !output.ok();
    Context without_outputs = context_;
    without_outputs.outputs = nullptr;
    const base::Result<Typed> source =
        ExpressionAnalyzer(std::move(without_outputs)).named(*name, expression.position);
    return !source.ok() || source->plan.SerializeAsString() != (*output)->value.plan.SerializeAsString();
  }
  bool found = false;
  for_each_child(expression, [&](const Expression& child) { found = found || names_output(child); });
  return found;
}

ExpressionAnalyzer ExpressionAnalyzer::filtering(bool filters) const {
  Context context = context_;
  context.filters = filters;
  return ExpressionAnalyzer(std::move(context));
}

ExpressionAnalyzer ExpressionAnalyzer::plain(std::string clause) const {
  return ExpressionAnalyzer({.scope = context_.scope,
                             .clause = std::move(clause),
                             .budget = context_.budget,
                             .subqueries = context_.subqueries,
                             .outer = context_.outer,
                             .lambdas = context_.lambdas,
                             .rules = context_.rules});
}

base::Result<Typed> ExpressionAnalyzer::analyze_boolean(const Expression& expression) const {
  Typed value = TRY(filtering(true).analyze(expression));
  if (value.type.kind == TypeKind::Unknown) return null_of(kBoolean);
  if (value.type == kDeferred || value.type == kBoolean) return value;
  return type_mismatch(expression.position, fmt::format("{} must evaluate to a boolean: actual type {}",
                                                        context_.clause, to_string(value.type)));
}

base::Result<Typed> ExpressionAnalyzer::condition(const Expression& expression, std::string_view what) const {
  Typed value = TRY(part(expression));
  if (value.type.kind == TypeKind::Unknown) return null_of(kBoolean);
  if (value.type == kBoolean) return value;
  return type_mismatch(expression.position, fmt::format("{} must evaluate to a boolean (actual: {})", what,
                                                        to_string(value.type)));
}

base::Result<Typed> ExpressionAnalyzer::column(const Field& field, Position position) const {
  const Type type = TRY(type_of(field, position));
  PlanExpression value = plan::column(field.plan_name);
  if (context_.aggregation == nullptr) return Typed{std::move(value), type};
  if (const Typed* key = context_.aggregation->find_key(value)) return *key;
  if (context_.rules != nullptr)
    return context_.rules->not_aggregated(field.name, context_.aggregation->has_keys(), position);
  return error_at(
      position, "EXPRESSION_NOT_AGGREGATE",
      fmt::format("'{}' must be an aggregate expression or appear in GROUP BY clause", field.name));
}

Typed ExpressionAnalyzer::unresolved(const ColumnName& name) const {
  if (context_.lambdas != nullptr && name.parts.size() == 1)
    if (const Typed* parameter = context_.lambdas->find(name.parts[0].text)) return *parameter;
  std::vector<std::string> parts;
  for (const Name& part : name.parts) parts.push_back(plan::quoted(part.text));
  return {plan::column(base::join(parts, ".")), kDeferred};
}

// The longest part of a.b.c that is a column, and the fields that are reached from there.
base::Result<Typed> ExpressionAnalyzer::named(const ColumnName& name, Position position) const {
  if (context_.names_anything) return unresolved(name);
  constexpr std::size_t kMostPartsOfAColumn = 4;  // catalog.database.table.column
  base::Result<Typed> value = named_column(name, position);
  for (std::size_t count = std::min(name.parts.size(), kMostPartsOfAColumn + 1); count > 1 && !value.ok();
       --count) {
    TRY(context_.budget.spend(1, position));
    if (value.error().code != "COLUMN_NOT_FOUND") break;
    const auto first_field = name.parts.begin() + static_cast<std::ptrdiff_t>(count - 1);
    base::Result<Typed> shorter = named_column(ColumnName{{name.parts.begin(), first_field}}, position);
    if (!shorter.ok()) {
      if (shorter.error().code == "COLUMN_NOT_FOUND") continue;
      value = std::move(shorter);
      break;
    }
    for (auto field = first_field; field != name.parts.end(); ++field)
      shorter = TRY(named_field(*std::move(shorter), name, field - name.parts.begin(), position));
    return shorter;
  }
  return value.ok() || context_.rules == nullptr ? std::move(value)
                                                 : not_named(value.error(), name, position);
}

// Of the value that the parts of a name before one stand for, the field that the part is.
base::Result<Typed> ExpressionAnalyzer::named_field(Typed value, const ColumnName& name, std::ptrdiff_t place,
                                                    Position position) const {
  const auto upto = [&](std::ptrdiff_t count) {
    return to_string(ColumnName{{name.parts.begin(), name.parts.begin() + count}});
  };
  if (value.type != kDeferred && value.type.kind != TypeKind::Row)
    return type_mismatch(position, fmt::format("Expression {} is not of type ROW", upto(place)));
  base::Result<Typed> field = field_access(std::move(value), name.parts[static_cast<std::size_t>(place)]);
  if (field.ok() || field.error().code != "COLUMN_NOT_FOUND") return field;
  return error_at(position, "COLUMN_NOT_FOUND",
                  fmt::format("Column '{}' cannot be resolved", upto(place + 1)));
}

// In the words of the dialect.
base::Error ExpressionAnalyzer::not_named(const base::Error& error, const ColumnName& name,
                                          Position position) const {
  if (error.code == "COLUMN_NOT_FOUND")
    return context_.rules->unresolved_column(context_.scope, name, position);
  if (error.code == "AMBIGUOUS_NAME") return context_.rules->ambiguous_column(context_.scope, name, position);
  return error;
}

base::Result<Typed> ExpressionAnalyzer::named_column(const ColumnName& name, Position position) const {
  if (context_.lambdas != nullptr && name.parts.size() == 1) {
    if (const Typed* parameter = context_.lambdas->find(name.parts[0].text))
      return context_.budget.copy(*parameter, position);
  }
  if (context_.outputs != nullptr) {
    const OutputScope::Column* output = TRY(context_.outputs->resolve(name, position));
    if (output != nullptr) return context_.budget.copy(output->value, position);
  }
  const base::Result<const Field*> field = context_.scope.resolve(name, position);
  if (field.ok()) return column(**field, position);
  if (context_.aliases != nullptr && field.error().code == "COLUMN_NOT_FOUND") {
    const OutputScope::Column* alias = TRY(context_.aliases->resolve(name, position));
    if (alias != nullptr) return context_.budget.copy(alias->value, position);
  }
  // The window of GROUP BY window(time, '1 day'), of Spark.
  const bool window = context_.rules != nullptr && context_.aggregation != nullptr &&
                      name.parts.size() == 1 && base::iequals(name.parts[0].text, "window");
  if (const Typed* key = window ? context_.aggregation->find_key_that_calls("window") : nullptr)
    return context_.budget.copy(*key, position);
  if (context_.outer == nullptr || field.error().code != "COLUMN_NOT_FOUND") return field.error();
  // A column here hides a table of its name around: then the name is its field, or nothing.
  if (context_.rules == nullptr && context_.scope.begins_with_column(name)) return field.error();
  base::Result<Typed> outside = context_.outer->named_column(name, position);
  // What nobody knows is told in the words of the query that asks.
  return !outside.ok() && outside.error().code == "COLUMN_NOT_FOUND" ? field.error() : std::move(outside);
}

base::Result<Typed> ExpressionAnalyzer::negation(const Negation& node, Position position) const {
  const auto* literal = node.of_digits ? std::get_if<NumberLiteral>(&node.operand->node) : nullptr;
  if (literal != nullptr) return number_literal(*literal, true, position);
  return negate(TRY(part(*node.operand)), position);
}

base::Result<Typed> ExpressionAnalyzer::logical(const Logical& node) const {
  std::vector<PlanExpression> terms;
  for (const ExpressionPtr& term : node.terms) {
    terms.push_back(TRY(condition(*term, "Logical expression term")).plan);
  }
  return Typed{combine(node.kind == Logical::Kind::And ? "and" : "or", std::move(terms)), kBoolean};
}

base::Result<Typed> ExpressionAnalyzer::concatenation(const Concatenation& node, Position position) const {
  return call_scalar(Name{"concat", position}, TRY(parts(node.terms)));
}

base::Result<Typed> ExpressionAnalyzer::between(const Between& node, Position position) const {
  Typed value = TRY(part(*node.value));
  Typed copy = TRY(context_.budget.copy(value, position));
  Typed above =
      TRY(comparison(BinaryOperator::GreaterOrEqual, std::move(copy), TRY(part(*node.low)), position));
  Typed below =
      TRY(comparison(BinaryOperator::LessOrEqual, std::move(value), TRY(part(*node.high)), position));
  return Typed{negated_if(node.negated, plan::call("and", {std::move(above.plan), std::move(below.plan)})),
               kBoolean};
}

base::Result<Typed> ExpressionAnalyzer::in_list(const InList& node, Position position) const {
  std::vector<Typed> values = TRY(parts(node.list));
  values.insert(values.begin(), TRY(part(*node.value)));
  const Type type = TRY(unify_to_compare(values, "IN value and list items", position));
  if (type.kind == TypeKind::Unknown) return null_of(kBoolean);
  if (!is_comparable(type))
    return base::refusal("OPERATOR_NOT_FOUND", 400,
                         fmt::format("Cannot apply operator: {0} = {0}", to_string(type)));
  if (is_nested(type) || (is_floating(type) && may_compare_nans(values)))
    return Typed{negated_if(node.negated, TRY(equals_any(values, position))), kBoolean};
  return Typed{negated_if(node.negated, plan::call("in", plans(std::move(values)))), kBoolean};
}

// x IN (a, b) as x = a OR x = b.
base::Result<PlanExpression> ExpressionAnalyzer::equals_any(std::vector<Typed>& values,
                                                            Position position) const {
  std::vector<PlanExpression> terms;
  for (std::size_t i = 1; i < values.size(); ++i) {
    Typed copy = TRY(context_.budget.copy(values[0], position));
    terms.push_back(
        TRY(comparison(BinaryOperator::Equal, std::move(copy), std::move(values[i]), position)).plan);
  }
  return combine("or", std::move(terms));
}

base::Result<Typed> ExpressionAnalyzer::like(const Like& node) const {
  Typed value = TRY(part(*node.value));
  Typed pattern = TRY(part(*node.pattern));
  std::optional<Typed> escape;
  if (node.escape) escape = TRY(part(*node.escape));
  if (value.type.kind == TypeKind::Unknown || pattern.type.kind == TypeKind::Unknown ||
      (escape && escape->type.kind == TypeKind::Unknown))
    return null_of(kBoolean);
  TRY(check_like(is_characters(value.type), "Left side of", value.type, node.value->position));
  TRY(check_like(is_text(pattern.type), "Pattern for", pattern.type, node.pattern->position));
  if (escape) TRY(check_like(is_text(escape->type), "Escape for", escape->type, node.escape->position));
  PlanExpression spark_pattern = TRY(to_spark_pattern(*node.pattern, std::move(pattern.plan),
                                                      node.escape.get(), escape ? &escape->plan : nullptr));
  return Typed{
      negated_if(node.negated, plan::call("like", {std::move(value.plan), std::move(spark_pattern)})),
      kBoolean};
}

base::Result<std::vector<Typed>> ExpressionAnalyzer::parts(const Expressions& expressions) const {
  std::vector<Typed> values;
  for (const ExpressionPtr& expression : expressions) values.push_back(TRY(part(*expression)));
  return values;
}

base::Result<Typed> ExpressionAnalyzer::call(const Call& node, Position position) const {
  const std::string& name = node.function.text;
  if (node.over) return window_function(node, position);
  if (is_window_function(name))
    return error_at(position, "MISSING_OVER",
                    fmt::format("Window function {} requires an OVER clause", name));
  if (name == "grouping") return grouping(node, position);
  if (is_aggregate(name)) return aggregate(node, position);
  if (node.filter)
    return error_at(position, "FUNCTION_NOT_AGGREGATE",
                    fmt::format("Filter is only valid for aggregation functions: {}", name));
  if (!node.order_by.empty())
    return error_at(position, "FUNCTION_NOT_AGGREGATE", "ORDER BY is only valid for aggregation functions");
  if (node.ignore_nulls)
    return error_at(position, "NULL_TREATMENT_NOT_ALLOWED",
                    "Null treatment is only allowed for window functions");
  if (node.distinct) return syntax_error(position, "DISTINCT is not supported for non-aggregation functions");
  if (node.star) return syntax_error(position, "* is an argument of count only");
  if (name == "if") return conditional(node, position);
  if (name == "nullif") return null_if(node, position);
  if (name == "coalesce") return coalesce(node, position);
  return call_with_lambdas(node);
}

}  // namespace sql
