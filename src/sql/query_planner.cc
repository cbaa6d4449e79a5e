#include "sql/query_planner.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "base/text.h"
#include "sql/cast.h"
#include "sql/expression_analyzer.h"
#include "sql/recursion_check.h"
#include "sql/rules.h"
#include "sql/select_planner.h"
#include "sql/sortable.h"

namespace sql {
namespace {

using plan::Relation;
using Kind = SetOperation::Kind;

std::string_view word_of(Kind kind) {
  return kind == Kind::Union ? "UNION" : kind == Kind::Intersect ? "INTERSECT" : "EXCEPT";
}

plan::SetOperationType type_of(Kind kind) {
  switch (kind) {
    case Kind::Union:
      return spark::connect::SetOperation::SET_OP_TYPE_UNION;
    case Kind::Intersect:
      return spark::connect::SetOperation::SET_OP_TYPE_INTERSECT;
    case Kind::Except:
      return spark::connect::SetOperation::SET_OP_TYPE_EXCEPT;
  }
  return spark::connect::SetOperation::SET_OP_TYPE_UNSPECIFIED;
}

// The types that two lists of columns become in a set operation.
base::Result<std::vector<Type>> common_types(const Planned& left, const Planned& right, std::string_view word,
                                             bool distinct, Position position) {
  if (left.columns.size() != right.columns.size()) {
    return error_at(position, "TYPE_MISMATCH",
                    fmt::format("{} query has different number of fields: {}, {}", word, left.columns.size(),
                                right.columns.size()));
  }
  std::vector<Type> types;
  for (std::size_t i = 0; i < left.columns.size(); ++i) {
    const Type& a = left.columns[i].type;
    const Type& b = right.columns[i].type;
    const std::optional<Type> common = common_type(a, b);
    if (!common) {
      return error_at(position, "TYPE_MISMATCH",
                      fmt::format("column {} in {} query has incompatible types: {}, {}", i + 1, word,
                                  to_string(a), to_string(b)));
    }
    if (distinct && !is_comparable(*common))
      return error_at(position, "TYPE_MISMATCH",
                      fmt::format("Type {} is not comparable and therefore cannot be used in {}{}",
                                  to_string(*common), word, word == "UNION" ? " DISTINCT" : ""));
    types.push_back(*common);
  }
  return types;
}

// The columns in other types, by a Project where they change.
Planned coerced(Planned planned, const std::vector<Type>& types, Names& names) {
  bool changed = false;
  std::vector<PlanExpression> projection;
  for (std::size_t i = 0; i < types.size(); ++i) {
    OutputColumn& column = planned.columns[i];
    const bool same = is_alike_in_plan(column.type, types[i]);
    changed = changed || !same;
    PlanExpression value = plan::column(column.plan_name);
    if (!same) {
      value = coerce({std::move(value), column.type}, types[i]).plan;
      column.plan_name = names.unique(column.label);
      value = plan::alias(std::move(value), column.plan_name);
    }
    projection.push_back(std::move(value));
    column.type = types[i];
  }
  if (changed) planned.relation = plan::project(std::move(planned.relation), std::move(projection));
  return planned;
}

// Many relations as one, in a tree that does not nest deeply.
Relation union_of(std::vector<Relation> relations) {
  while (relations.size() > 1) {
    std::vector<Relation> half;
    for (std::size_t i = 0; i + 1 < relations.size(); i += 2)
      half.push_back(plan::union_all(std::move(relations[i]), std::move(relations[i + 1])));
    if (relations.size() % 2 == 1) half.push_back(std::move(relations.back()));
    relations = std::move(half);
  }
  return std::move(relations.front());
}

std::string row_type(const std::vector<Type>& types) {
  std::vector<std::string> names;
  for (const Type& type : types) names.push_back(to_string(type));
  return fmt::format("row({})", fmt::join(names, ", "));
}

std::vector<Type> types_of(const std::vector<Typed>& row) {
  std::vector<Type> types;
  for (const Typed& value : row) types.push_back(value.type);
  return types;
}

// The types of all rows; refuses rows that have none in common.
base::Result<std::vector<Type>> unify(const std::vector<std::vector<Typed>>& rows, const Values& values) {
  std::vector<Type> types = types_of(rows.front());
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const std::vector<Type> own = types_of(rows[i]);
    bool fits = own.size() == types.size();
    for (std::size_t column = 0; fits && column < own.size(); ++column) {
      const std::optional<Type> common = common_type(types[column], own[column]);
      fits = common.has_value();
      if (fits) types[column] = *common;
    }
    if (!fits) {
      return error_at(
          values.rows[i]->position, "TYPE_MISMATCH",
          fmt::format("Values rows have mismatched types: {} vs {}", row_type(types), row_type(own)));
    }
  }
  return types;
}

// The first rows, and those that the order has no reason to put behind the last of them: all of that rank.
Relation with_ties(Relation relation, std::int32_t rows, const std::vector<std::string>& columns,
                   const std::vector<plan::SortOrder>& order, Names& names) {
  const std::string rank = names.unique("rank");
  std::vector<PlanExpression> known, ranked;
  for (const std::string& column : columns) known.push_back(plan::column(column));
  ranked = known;
  ranked.push_back(plan::alias(plan::over(plan::call("rank", {}), {}, order), rank));
  relation = plan::project(std::move(relation), std::move(ranked));
  relation = plan::filter(std::move(relation), plan::call("<=", {plan::column(rank), plan::literal(rows)}));
  return plan::sort(plan::project(std::move(relation), std::move(known)), order);
}

constexpr std::int64_t kMostRows = std::numeric_limits<std::int32_t>::max();  // of a plan's LIMIT and OFFSET

// The rows of a LIMIT and an OFFSET that are more than a plan's can say: by their numbers.
Relation numbered_rows(Relation relation, std::int64_t offset, std::optional<std::int64_t> limit,
                       const std::vector<std::string>& columns, const std::vector<plan::SortOrder>& order,
                       Names& names) {
  const std::string number = names.unique("row_number");
  std::vector<PlanExpression> known;
  for (const std::string& column : columns) known.push_back(plan::column(column));
  std::vector<PlanExpression> numbered = known;
  numbered.push_back(plan::alias(plan::over(plan::call("trino.row_number", {}), {}, order), number));
  relation = plan::project(std::move(relation), std::move(numbered));
  relation =
      plan::filter(std::move(relation), plan::call(">", {plan::column(number), plan::literal(offset)}));
  std::int64_t last = 0;  // beyond 2^63 there are no rows to leave out
  if (limit && !__builtin_add_overflow(offset, *limit, &last))
    relation =
        plan::filter(std::move(relation), plan::call("<=", {plan::column(number), plan::literal(last)}));
  relation = plan::project(std::move(relation), std::move(known));
  return order.empty() ? std::move(relation) : plan::sort(std::move(relation), order);
}

Scope scope_of(const Planned& planned) {
  Scope scope;
  for (const OutputColumn& column : planned.columns) {
    scope.add({.name = column.named ? column.label : "", .plan_name = column.plan_name, .type = column.type});
  }
  return scope;
}

}  // namespace

const CommonTables* find(const CommonTables* tables, std::string_view name) {
  while (tables != nullptr && !base::iequals(tables->table.name.text, name)) tables = tables->visible;
  return tables;
}

base::Result<Planned> QueryPlanner::plan(const QueryTree& tree) {
  const Budget::Descent descent(planning_.budget, kDepthOfAQuery);
  TRY(descent.check(tree.position));
  TRY(define(tree.with, tree.recursive));
  Planned planned = TRY(body(tree));
  if (!std::holds_alternative<Select>(tree.body)) TRY(order(tree, planned));
  return planned;
}

base::Result<void> QueryPlanner::define(const std::vector<CommonTable>& tables, bool recursive) {
  for (std::size_t i = 0; i < tables.size(); ++i) {
    for (std::size_t other = 0; other < i; ++other) {
      if (!base::iequals(tables[other].name.text, tables[i].name.text)) continue;
      return error_at(tables[i].name.position, "DUPLICATE_NAMED_QUERY",
                      fmt::format("WITH query name '{}' specified more than once", tables[i].name.text));
    }
    around_.common_tables =
        &defined_.emplace_back(CommonTables{tables[i], around_.common_tables, around_.outer, recursive});
    if (recursive) TRY(recursion_of(tables[i]));
  }
  return {};
}

base::Result<Planned> QueryPlanner::body(const QueryTree& tree) {
  if (const auto* select = std::get_if<Select>(&tree.body))
    return SelectPlanner(*select, tree, around_).plan();
  if (const auto* rows = std::get_if<Values>(&tree.body)) return values(*rows, tree.position);
  if (const auto* operation = std::get_if<SetOperation>(&tree.body)) return set_operation(*operation);
  return QueryPlanner(around_).plan(*std::get<QueryPtr>(tree.body));
}

base::Result<std::vector<Typed>> QueryPlanner::value_row(const Expression& row,
                                                         Subqueries& subqueries) const {
  const Scope nothing;
  const ExpressionAnalyzer analyzer({.scope = nothing,
                                     .clause = "VALUES clause",
                                     .budget = planning_.budget,
                                     .subqueries = &subqueries,
                                     .outer = around_.outer,
                                     .rules = planning_.rules});
  std::vector<Typed> values;
  if (const auto* several = std::get_if<Row>(&row.node)) {
    for (const ExpressionPtr& item : several->items) values.push_back(TRY(analyzer.analyze(*item)));
  } else {
    values.push_back(TRY(analyzer.analyze(row)));
  }
  return values;
}

base::Result<Planned> QueryPlanner::values(const Values& values, Position position) {
  std::vector<std::vector<Typed>> rows;
  Subqueries subqueries(around_);
  for (const ExpressionPtr& row : values.rows) {
    rows.push_back(TRY(value_row(*row, subqueries)));
    if (planning_.rules != nullptr && rows.back().size() != rows.front().size())
      return planning_.rules->unlike_rows(rows.front().size(), rows.back().size(), rows.size() - 1, position);
  }
  const std::vector<Type> types = TRY(unify(rows, values));
  if (types.size() > kMaxColumns)
    return too_large(position, fmt::format("its result has more than {} columns", kMaxColumns));
  Planned planned;
  for (std::size_t i = 0; i < types.size(); ++i) {
    const bool named = planning_.rules != nullptr;
    std::string label = named ? fmt::format("col{}", i + 1) : fmt::format("_col{}", i);
    std::string name = planning_.names.unique(label);
    planned.columns.push_back(
        {.label = std::move(label), .type = types[i], .plan_name = std::move(name), .named = named});
  }
  std::vector<Relation> relations;
  for (std::vector<Typed>& row : rows) {
    std::vector<PlanExpression> projection;
    for (std::size_t i = 0; i < row.size(); ++i)
      projection.push_back(
          plan::alias(coerce(std::move(row[i]), types[i]).plan, planned.columns[i].plan_name));
    relations.push_back(plan::project(std::nullopt, std::move(projection)));
  }
  planned.relation = std::move(subqueries).around(union_of(std::move(relations)));
  return planned;
}

base::Result<Planned> QueryPlanner::set_operation(const SetOperation& operation) {
  const Position position = operation.position;
  Planned left = TRY(QueryPlanner(around_).plan(*operation.left));
  Planned right = TRY(QueryPlanner(around_).plan(*operation.right));
  if (planning_.rules != nullptr && left.columns.size() != right.columns.size())
    return planning_.rules->unlike_operands(word_of(operation.kind), left.columns.size(),
                                            right.columns.size(), operation.left->position);
  const std::vector<Type> types = TRY(common_types(
      left, right, word_of(operation.kind), operation.kind != Kind::Union || !operation.all, position));
  TRY(planning_.budget.spend(types.size(), position));
  left = coerced(std::move(left), types, planning_.names);
  right = coerced(std::move(right), types, planning_.names);
  left.relation = plan::set_operation(std::move(left.relation), std::move(right.relation),
                                      type_of(operation.kind), operation.all);
  return left;
}

// Around a body that is no SELECT, ORDER BY sees the columns of the result alone.
base::Result<void> QueryPlanner::order(const QueryTree& tree, Planned& planned) const {
  std::vector<plan::SortOrder> order;
  Subqueries subqueries(around_);
  for (const SortItem& item : tree.order_by) {
    order.push_back(sort_order(TRY(sort_key(*item.expression, planned, subqueries)), item));
  }
  std::vector<std::string> columns;
  for (const OutputColumn& column : planned.columns) {
    columns.push_back(column.plan_name);
    if (tree.order_by_all)
      order.push_back(sort_order({plan::column(column.plan_name), column.type}, *tree.order_by_all));
  }
  if (!order.empty()) planned.relation = plan::sort(std::move(planned.relation), order);
  planned.relation = TRY(limited(std::move(planned.relation), tree, columns, order, planning_.names));
  planned.relation = std::move(subqueries).around(std::move(planned.relation));
  return {};
}

base::Result<Typed> QueryPlanner::sort_key(const Expression& expression, const Planned& planned,
                                           Subqueries& subqueries) const {
  if (const auto number = place_number(expression, planning_.rules)) {
    const std::size_t index =
        TRY(ordinal(*number, planned.columns.size(), "ORDER BY", expression.position, planning_.rules));
    TRY(check_sortable(planned.columns[index].type, expression.position));
    return Typed{plan::column(planned.columns[index].plan_name), planned.columns[index].type};
  }
  const Scope scope = scope_of(planned);
  const ExpressionAnalyzer analyzer({.scope = scope,
                                     .clause = "ORDER BY clause",
                                     .budget = planning_.budget,
                                     .subqueries = &subqueries,
                                     .outer = around_.outer,
                                     .rules = planning_.rules});
  Typed key = TRY(analyzer.analyze(expression));
  TRY(check_sortable(key.type, expression.position));
  return key;
}

base::Result<Relation> limited(Relation relation, const QueryTree& tree,
                               const std::vector<std::string>& columns,
                               const std::vector<plan::SortOrder>& order, Names& names) {
  if (tree.limit.value_or(0) > kMostRows && !order.empty())
    return base::refusal("NOT_SUPPORTED", 400,
                         fmt::format("ORDER BY LIMIT > {} is not supported", kMostRows));  // as in Trino
  const std::int64_t offset = tree.offset.value_or(0);
  const bool ties = tree.limit && tree.with_ties;
  const std::optional<std::int64_t> limit = ties ? std::nullopt : tree.limit;
  if (std::max(limit.value_or(0), offset) > kMostRows) {
    relation = numbered_rows(std::move(relation), offset, limit, columns, order, names);
  } else {
    if (tree.offset) relation = plan::offset(std::move(relation), static_cast<std::int32_t>(offset));
    if (limit) relation = plan::limit(std::move(relation), static_cast<std::int32_t>(*limit));
  }
  if (!ties) return relation;
  return with_ties(std::move(relation), static_cast<std::int32_t>(*tree.limit), columns, order, names);
}

// Only an integer without a suffix is one; to Spark it may have a sign.
std::optional<std::string> place_number(const Expression& expression, const Rules* rules) {
  const auto* negation = rules != nullptr ? std::get_if<Negation>(&expression.node) : nullptr;
  const Expression& unsigned_part = negation != nullptr ? *negation->operand : expression;
  const auto* number = std::get_if<NumberLiteral>(&unsigned_part.node);
  if (number == nullptr) return std::nullopt;
  if (number->kind != NumberLiteral::Kind::Integer || !number->suffix.empty()) return std::nullopt;
  return (negation != nullptr ? "-" : "") + number->digits;
}

base::Result<std::size_t> ordinal(const std::string& number, std::size_t columns, std::string_view clause,
                                  Position position, const Rules* rules) {
  const std::optional<std::int64_t> value = base::parse_int(number);
  if (value && *value >= 1 && *value <= static_cast<std::int64_t>(columns))
    return static_cast<std::size_t>(*value - 1);
  if (rules != nullptr) return rules->no_such_place(clause, number, columns, position);
  return error_at(position, "INVALID_COLUMN_REFERENCE",
                  fmt::format("{} position {} is not in select list", clause, number));
}

base::Result<void> check_aliases(const std::vector<Name>& aliases, std::size_t columns, const std::string& of,
                                 Position position) {
  if (aliases.empty() || aliases.size() == columns) return {};
  return error_at(position, "MISMATCHED_COLUMN_ALIASES",
                  fmt::format("Column alias list has {} entries but '{}' has {} columns available",
                              aliases.size(), of, columns));
}

}  // namespace sql
