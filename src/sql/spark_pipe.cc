#include "sql/spark_pipe.h"

#include <fmt/format.h>

#include <array>

#include "sql/expression_analyzer.h"
#include "sql/rules.h"
#include "sql/scope.h"
#include "sql/spark_clauses.h"
#include "sql/spark_errors.h"
#include "sql/spark_from.h"

namespace sql {
namespace {

constexpr int kMostOperators = 100;  // each may be one query deeper

bool is_bare_star(const SelectItem& item) {
  return !item.expression && !item.star_qualifier && item.except.empty() && !item.replaced;
}

bool is_ordered(const QueryTree& tree) {
  return !tree.order_by.empty() || tree.order_by_all;
}

bool is_limited(const QueryTree& tree) {
  return tree.limit || tree.offset;
}

// SELECT * FROM ... [WHERE ...], and nothing else.
bool says_rows_alone(const QueryTree& tree) {
  const auto* select = std::get_if<Select>(&tree.body);
  return select != nullptr && tree.with.empty() && !is_ordered(tree) && !is_limited(tree) && select->from &&
         select->items.size() == 1 && is_bare_star(select->items[0]) && !select->distinct &&
         !select->grouped && !select->having && select->windows.empty();
}

// The name under which the columns of a query are known behind it, where there is one for all.
std::optional<Name> name_of(const QueryTree& tree) {
  const auto* select = std::get_if<Select>(&tree.body);
  if (select == nullptr || !select->from || !select->from->joins.empty()) return std::nullopt;
  const FromItem& item = select->from->first;
  const auto* table = std::get_if<TableName>(&item.source);
  if (item.alias || table == nullptr) return item.alias;
  return table->parts.back();
}

SelectItem star(Position position) {
  return SelectItem{.position = position};
}

}  // namespace

base::Result<QueryTree> SparkPipe::behind(QueryTree tree) {
  tree_ = std::move(tree);
  for (bool more = true; more;) {  // a set operation may stand behind an operator too
    TRY(check_length());
    more = tokens_.take_symbol("|>") ? TRY(apply()) : TRY(apply_set_operation());
  }
  // ORDER BY and LIMIT of the query behind it all.
  const bool orders = tokens_.at_keyword("ORDER") || tokens_.at_keyword("SORT") ||
                      tokens_.at_keyword("CLUSTER") || tokens_.at_keyword("DISTRIBUTE");
  const bool limits = tokens_.at_keyword("LIMIT") || tokens_.at_keyword("OFFSET");
  if ((orders && (is_ordered(tree_) || is_limited(tree_))) || (limits && is_limited(tree_))) around();
  return std::move(tree_);
}

base::Result<void> SparkPipe::check_length() const {
  if (operators_ < kMostOperators) return {};
  return syntax_error(tokens_.position(),
                      fmt::format("the query has more than {} pipe operators", kMostOperators));
}

base::Result<bool> SparkPipe::apply() {
  ++operators_;
  if (tokens_.at_end() || tokens_.at_symbol(")")) return false;
  if (TRY(apply_set_operation()) || TRY(apply_to_rows())) return true;
  using Operator = base::Result<void> (SparkPipe::*)();
  static constexpr auto kOperators = std::to_array<std::pair<std::string_view, Operator>>({
      {"WHERE", &SparkPipe::where},
      {"EXTEND", &SparkPipe::extend},
      {"SET", &SparkPipe::set},
      {"DROP", &SparkPipe::drop},
      {"AS", &SparkPipe::name},
      {"AGGREGATE", &SparkPipe::aggregate},
      {"TABLESAMPLE", &SparkPipe::sample},
      {"PIVOT", &SparkPipe::turn},
      {"UNPIVOT", &SparkPipe::turn},
      {"LIMIT", &SparkPipe::limit},
      {"OFFSET", &SparkPipe::limit},
  });
  for (const auto& [word, operation] : kOperators) {
    if (!tokens_.at_keyword(word)) continue;
    TRY((this->*operation)());
    return true;
  }
  return spark_syntax_error(tokens_.peek());
}

base::Result<bool> SparkPipe::apply_set_operation() {
  using Kind = SetOperation::Kind;
  SetOperation operation{.position = tokens_.position()};
  if (tokens_.at_keyword("EXCEPT") || tokens_.at_keyword("MINUS"))
    operation.kind = Kind::Except;
  else if (tokens_.at_keyword("INTERSECT"))
    operation.kind = Kind::Intersect;
  else if (!tokens_.at_keyword("UNION"))
    return false;
  tokens_.take();
  ++operators_;
  operation.all = tokens_.take_keyword("ALL");
  if (!operation.all) tokens_.take_keyword("DISTINCT");
  const Position position = tree_.position;
  operation.left = std::make_unique<QueryTree>(std::move(tree_));
  operation.right = std::make_unique<QueryTree>(TRY(clauses_.operand()));
  tree_ = QueryTree{.body = std::move(operation), .position = position};
  return true;
}

// What is said as in a query without pipes.
base::Result<bool> SparkPipe::apply_to_rows() {
  if (tokens_.at_keyword("SELECT")) {
    Select& select = open();
    select.items.clear();
    TRY(clauses_.select(select));
    return true;
  }
  if (from_.at_join()) {
    TRY(join());
    return true;
  }
  for (std::string_view word : {"ORDER", "SORT", "CLUSTER", "DISTRIBUTE"}) {
    if (!tokens_.at_keyword(word)) continue;
    TRY(order());
    return true;
  }
  return false;
}

Select& SparkPipe::open() {
  return says_rows_alone(tree_) ? std::get<Select>(tree_.body) : around();
}

Select& SparkPipe::open_from() {
  Select& select = open();
  return select.where || select.pivot || select.unpivot || !select.lateral_views.empty() ? around() : select;
}

Select& SparkPipe::around() {
  const Position position = tree_.position;
  FromItem item{.alias = name_of(tree_), .keeps_tables = true, .position = position};
  item.source = std::make_unique<QueryTree>(std::move(tree_));
  Select select{.position = position};
  select.items.push_back(star(position));
  select.from.emplace();
  select.from->first = std::move(item);
  tree_ = QueryTree{.body = std::move(select), .position = position};
  return std::get<Select>(tree_.body);
}

base::Result<void> SparkPipe::where() {
  const Position position = tokens_.take().position;
  ExpressionPtr condition = TRY(expressions_.parse());
  Select& select = open();
  if (tokens_.at_keyword("WINDOW"))
    return spark_error(tokens_.position(), "NOT_ALLOWED_IN_PIPE_OPERATOR_WHERE.WINDOW_CLAUSE",
                       "Not allowed in the pipe WHERE clause: WINDOW clause.");
  if (!select.where) {
    select.where = std::move(condition);
    return {};
  }
  const int depth = std::max(select.where->depth, condition->depth) + 1;
  Logical both{.terms = list_of(std::move(select.where), std::move(condition))};
  select.where =
      std::make_unique<Expression>(Expression{.node = std::move(both), .position = position, .depth = depth});
  return {};
}

// EXTEND a + 1 AS b, ...: columns behind those that are there.
base::Result<void> SparkPipe::extend() {
  tokens_.take();
  Select& select = open();
  do {
    SelectItem item = TRY(clauses_.item());
    if (!item.expression || item.star_qualifier || item.fields_of_row)
      return spark_error(item.position, "INVALID_USAGE_OF_STAR_OR_REGEX",
                         "Invalid usage of '*' in expression `pipeexpression`.");
    TRY(check_aggregates(item, false));
    select.items.push_back(std::move(item));
  } while (tokens_.take_symbol(","));
  return {};
}

// SET a = a + 1, b = a: each sees what those before it have set.
base::Result<void> SparkPipe::set() {
  tokens_.take();
  do {
    TRY(check_length());
    ++operators_;
    Select& select = open();
    SelectItem item{.position = tokens_.position()};
    item.replaced = TRY(tokens_.expect_name());
    if (tokens_.at_symbol("."))
      return spark_error(item.position, "UNSUPPORTED_FEATURE.SET_PIPE_OPERATOR_QUALIFIED_NAME",
                         "The feature is not supported: a name of several parts in |> SET.");
    TRY(tokens_.expect_symbol("="));
    item.expression = TRY(expressions_.parse());
    select.items[0] = std::move(item);
  } while (tokens_.take_symbol(","));
  return {};
}

base::Result<void> SparkPipe::drop() {
  tokens_.take();
  Select& select = open();
  do {
    const Position position = tokens_.position();
    ColumnName column{.parts = {TRY(tokens_.expect_name())}};
    select.items[0].except.push_back({std::move(column), position});
  } while (tokens_.take_symbol(","));
  return {};
}

base::Result<void> SparkPipe::name() {
  tokens_.take();
  Select& select = around();
  select.from->first.alias = TRY(tokens_.expect_name());
  return {};
}

base::Result<void> SparkPipe::join() {
  Select& select = open_from();
  select.from->joins.push_back(TRY(from_.join(select.from->first.position)));
  return {};
}

base::Result<void> SparkPipe::sample() {
  around().from->first.sample = TRY(SparkFrom(tokens_, expressions_).sample());
  return {};
}

base::Result<void> SparkPipe::turn() {
  return SparkClauses(tokens_, expressions_).behind_from(open_from());
}

base::Result<void> SparkPipe::order() {
  if (!says_rows_alone(tree_)) around();
  TRY(clauses_.order(tree_));
  for (std::string_view word : {"LIMIT", "OFFSET"})
    if (tokens_.at_keyword(word))
      return spark_error(tokens_.position(), "MULTIPLE_QUERY_RESULT_CLAUSES_WITH_PIPE_OPERATORS",
                         "<clause1> and <clause2> cannot coexist in the same SQL pipe operator using '|>'. "
                         "Please separate the multiple result clauses into separate pipe operators and then "
                         "retry the query again.",
                         {{"clause1", "ORDER BY"}, {"clause2", std::string(word)}});
  return {};
}

base::Result<void> SparkPipe::limit() {
  if (is_limited(tree_) || !std::holds_alternative<Select>(tree_.body)) around();
  return clauses_.limit(tree_);
}

// AGGREGATE sum(a) AS s, ... GROUP BY b AS k, ...: the keys are columns too, the first ones.
base::Result<void> SparkPipe::aggregate() {
  const Position position = tokens_.take().position;
  std::vector<SelectItem> aggregates;
  while (!tokens_.at_keyword("GROUP") && !tokens_.at_end() && !tokens_.at_symbol(")") &&
         !tokens_.at_symbol("|>")) {
    if (!aggregates.empty()) TRY(tokens_.expect_symbol(","));
    aggregates.push_back(TRY(clauses_.item()));
    TRY(check_aggregates(aggregates.back(), true));
    if (!tokens_.at_symbol(",")) break;
  }
  std::vector<SelectItem> columns = TRY(keys());
  if (columns.empty() && aggregates.empty())
    return spark_error(position, "PARSE_SYNTAX_ERROR",
                       "The AGGREGATE clause requires a list of aggregate expressions or a list of grouping "
                       "expressions, or both.");
  Select& select = open();
  select.grouped = true;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    GroupingElement key{.position = columns[i].position};
    key.sets.push_back(list_of(std::make_unique<Expression>(
        Expression{.node = NumberLiteral{.digits = std::to_string(i + 1)}, .position = key.position})));
    select.group_by.push_back(std::move(key));
  }
  for (SelectItem& item : aggregates) columns.push_back(std::move(item));
  select.items = std::move(columns);
  return {};
}

base::Result<std::vector<SelectItem>> SparkPipe::keys() {
  std::vector<SelectItem> keys;
  if (!tokens_.take_keyword("GROUP")) return keys;
  TRY(tokens_.expect_keyword("BY"));
  for (std::string_view word : {"ALL", "ROLLUP", "CUBE", "GROUPING"}) {
    const bool sets = tokens_.at_symbol("(", 1) || tokens_.at_keyword("SETS", 1);
    if (tokens_.at_keyword(word) && (word == "ALL" || sets))
      return spark_error(tokens_.position(), "UNSUPPORTED_FEATURE.PIPE_OPERATOR_AGGREGATE_UNSUPPORTED_CASE",
                         "The feature is not supported: The SQL pipe operator syntax with aggregation "
                         "(using |> AGGREGATE) does not support <case>.",
                         {{"case", "GROUP BY " + std::string(word)}});
  }
  do {
    SelectItem key = TRY(clauses_.item());
    if (key.expression && std::holds_alternative<NumberLiteral>(key.expression->node))
      return not_supported_yet(key.position, "a position in the GROUP BY of |> AGGREGATE");
    keys.push_back(std::move(key));
  } while (tokens_.take_symbol(","));
  return keys;
}

base::Result<void> SparkPipe::check_aggregates(const SelectItem& item, bool wanted) const {
  const Rules* rules = tokens_.dialect().rules;
  if (!item.expression || contains_aggregate(*item.expression, rules) == wanted) return {};
  const std::string text = rules->label(*item.expression, Scope(), {});
  if (wanted)
    return spark_error(item.position, "PIPE_OPERATOR_AGGREGATE_EXPRESSION_CONTAINS_NO_AGGREGATE_FUNCTION",
                       "Non-grouping expression <expr> is provided as an argument to the |> AGGREGATE pipe "
                       "operator but does not contain any aggregate function; please update it to include an "
                       "aggregate function and then retry the query again.",
                       {{"expr", text}});
  return spark_error(item.position, "PIPE_OPERATOR_CONTAINS_AGGREGATE_FUNCTION",
                     "Aggregate function <expr> is not allowed when using the pipe operator |> <clause> "
                     "clause; please use the pipe operator |> AGGREGATE clause instead.",
                     {{"expr", text}, {"clause", "EXTEND"}});
}

}  // namespace sql
