#include "sql/spark_clauses.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "sql/spark_errors.h"
#include "sql/spark_label.h"
#include "sql/whole_constant.h"

namespace sql {

base::Result<void> SparkClauses::behind_from(Select& select) {
  while (tokens_.at_keyword("LATERAL") && tokens_.at_keyword("VIEW", 1)) TRY(lateral_view(select));
  if (tokens_.at_keyword("PIVOT")) TRY(pivot(select));
  if (tokens_.at_keyword("UNPIVOT")) TRY(unpivot(select));
  return {};
}

// LATERAL VIEW [OUTER] explode(x) [t] [[AS] a, b]
base::Result<void> SparkClauses::lateral_view(Select& select) {
  LateralView view{.position = tokens_.take().position};
  tokens_.take();
  view.outer = tokens_.take_keyword("OUTER");
  view.generator = TRY(expressions_.parse());
  if (tokens_.at_name()) view.table = TRY(tokens_.expect_name());
  if (tokens_.take_keyword("AS") || tokens_.at_name()) {
    do {
      view.columns.push_back(TRY(tokens_.expect_name()));
    } while (tokens_.take_symbol(","));
  }
  select.lateral_views.push_back(std::move(view));
  return {};
}

// PIVOT (sum(x) [AS s], ... FOR c IN (value [AS name], ...)) [AS t]
base::Result<void> SparkClauses::pivot(Select& select) {
  Pivot pivot{.position = tokens_.take().position};
  TRY(tokens_.expect_symbol("("));
  pivot.aggregates = TRY(pivot_items("FOR"));
  TRY(tokens_.expect_keyword("FOR"));
  if (tokens_.at_symbol("(")) return not_supported_yet(tokens_.position(), "PIVOT over several columns");
  pivot.column = TRY(column_name());
  TRY(tokens_.expect_keyword("IN"));
  TRY(tokens_.expect_symbol("("));
  pivot.values = TRY(pivot_items(")"));
  TRY(tokens_.expect_symbol(")"));
  TRY(tokens_.expect_symbol(")"));
  pivot.alias = TRY(alias());
  select.pivot = std::move(pivot);
  return {};
}

base::Result<ExpressionPtr> SparkClauses::column_name() {
  const Position position = tokens_.position();
  ColumnName column;
  do {
    column.parts.push_back(TRY(tokens_.expect_name()));
  } while (tokens_.take_symbol("."));
  return std::make_unique<Expression>(Expression{.node = std::move(column), .position = position});
}

base::Result<std::optional<Name>> SparkClauses::alias() {
  if (!tokens_.take_keyword("AS") && !tokens_.at_name()) return std::optional<Name>();
  return std::optional<Name>(TRY(tokens_.expect_name()));
}

// UNPIVOT [INCLUDE|EXCLUDE NULLS] (x FOR name IN (a [AS n], ...)) [AS t]
base::Result<void> SparkClauses::unpivot(Select& select) {
  Unpivot unpivot{.position = tokens_.take().position};
  unpivot.keeps_nulls = tokens_.take_keyword("INCLUDE");
  if (unpivot.keeps_nulls || tokens_.take_keyword("EXCLUDE")) TRY(tokens_.expect_keyword("NULLS"));
  TRY(tokens_.expect_symbol("("));
  const bool several = tokens_.take_symbol("(");
  do {
    unpivot.values.push_back(TRY(tokens_.expect_name()));
  } while (several && tokens_.take_symbol(","));
  if (several) TRY(tokens_.expect_symbol(")"));
  TRY(tokens_.expect_keyword("FOR"));
  unpivot.name = TRY(tokens_.expect_name());
  TRY(tokens_.expect_keyword("IN"));
  TRY(tokens_.expect_symbol("("));
  do {
    unpivot.sets.push_back(TRY(unpivot_set(several)));
  } while (tokens_.take_symbol(","));
  TRY(tokens_.expect_symbol(")"));
  TRY(tokens_.expect_symbol(")"));
  unpivot.alias = TRY(alias());
  select.unpivot = std::move(unpivot);
  return {};
}

base::Result<Unpivot::Set> SparkClauses::unpivot_set(bool several) {
  Unpivot::Set set;
  if (several) TRY(tokens_.expect_symbol("("));
  do {
    set.columns.push_back(TRY(column_name()));
  } while (several && tokens_.take_symbol(","));
  if (several) TRY(tokens_.expect_symbol(")"));
  set.alias = TRY(alias());
  return set;
}

base::Result<std::vector<SelectItem>> SparkClauses::pivot_items(std::string_view end) {
  std::vector<SelectItem> items;
  do {
    SelectItem item{.position = tokens_.position()};
    item.expression = TRY(expressions_.parse());
    const bool announced = tokens_.take_keyword("AS");
    if (announced || (tokens_.at_name() && !tokens_.at_keyword(end))) item.alias = TRY(tokens_.expect_name());
    items.push_back(std::move(item));
  } while (tokens_.take_symbol(","));
  return items;
}

bool SparkClauses::ends_behind(std::size_t ahead) const {
  const Token& next = tokens_.peek(ahead + 1);
  return next.kind == TokenKind::End || next.text == ")" || next.text == ";" || next.text == "|>" ||
         (next.kind == TokenKind::Identifier && tokens_.dialect().is_reserved(next.keyword));
}

// A word that ends the clause, and no column of that name.
bool SparkClauses::take_all() {
  return ends_behind(0) && tokens_.take_keyword("ALL");
}

bool SparkClauses::at_order_by_all() const {
  if (!tokens_.at_keyword("ORDER") || !tokens_.at_keyword("BY", 1) || !tokens_.at_keyword("ALL", 2))
    return false;
  return ends_behind(2) || tokens_.at_keyword("ASC", 3) || tokens_.at_keyword("DESC", 3) ||
         tokens_.at_keyword("NULLS", 3);
}

base::Result<SortItem> SparkClauses::order_by_all() {
  for (int word = 0; word < 3; ++word) tokens_.take();
  SortItem item;
  TRY(expressions_.direction(item));
  return item;
}

// Behind keys: WITH ROLLUP and WITH CUBE make sets of them, GROUPING SETS says which.
base::Result<void> SparkClauses::behind_group_by(Select& select) {
  using Kind = GroupingElement::Kind;
  const Position position = tokens_.position();
  GroupingElement element{.kind = Kind::Sets, .position = position};
  const bool with = tokens_.at_keyword("WITH");
  if (with && (tokens_.at_keyword("ROLLUP", 1) || tokens_.at_keyword("CUBE", 1))) {
    const auto plain = [](const GroupingElement& key) { return key.kind == Kind::Simple; };
    if (!std::ranges::all_of(select.group_by, plain)) return tokens_.mismatch("<EOF>");
    tokens_.take();
    element.kind = tokens_.take().keyword == "CUBE" ? Kind::Cube : Kind::Rollup;
    for (GroupingElement& key : select.group_by) element.sets.push_back(std::move(key.sets.front()));
  } else if (tokens_.at_keyword("GROUPING") && tokens_.at_keyword("SETS", 1)) {
    tokens_.take();
    tokens_.take();
    element.sets = TRY(expressions_.grouping_sets());
  } else {
    return {};
  }
  select.group_by.clear();
  select.group_by.push_back(std::move(element));
  return {};
}

base::Result<void> SparkClauses::behind_item(SelectItem& item) {
  const auto* call = std::get_if<Call>(&item.expression->node);
  if (call != nullptr && call->function.text == "transform" && tokens_.at_keyword("USING") &&
      tokens_.peek(1).kind == TokenKind::String)
    return not_supported_yet(item.position, "TRANSFORM ... USING");
  const bool announced = tokens_.at_keyword("AS") && tokens_.at_symbol("(", 1);
  if (!announced && !tokens_.at_symbol("(")) return {};
  tokens_.take_keyword("AS");
  TRY(tokens_.expect_symbol("("));
  do {
    item.aliases.push_back(TRY(tokens_.expect_name()));
  } while (tokens_.take_symbol(","));
  return tokens_.expect_symbol(")");
}

// * EXCEPT (a, t.b)
base::Result<void> SparkClauses::behind_star(SelectItem& item) {
  if (!tokens_.at_keyword("EXCEPT") || !tokens_.at_symbol("(", 1)) return {};
  tokens_.take();
  tokens_.take();
  do {
    const ExpressionPtr column = TRY(column_name());
    item.except.push_back({std::get<ColumnName>(column->node), column->position});
  } while (tokens_.take_symbol(","));
  return tokens_.expect_symbol(")");
}

// Behind LIMIT or OFFSET: a constant.
base::Result<std::int64_t> SparkClauses::row_count(std::string_view clause) {
  const Position position = tokens_.position();
  const ExpressionPtr expression = TRY(expressions_.parse());
  const std::optional<std::int64_t> rows = whole_constant(*expression);
  if (!rows) return not_supported_yet(position, "a row count that is no constant of whole numbers");
  if (*rows < 0) return spark_negative_row_count(clause, spark_label(*expression, Scope()), *rows, position);
  return *rows;
}

base::Result<std::vector<SortItem>> SparkClauses::partition_keys() {
  TRY(tokens_.expect_keyword("BY"));
  std::vector<SortItem> keys;
  do {
    keys.push_back({.expression = TRY(expressions_.parse()), .nulls_first = true});
  } while (tokens_.take_symbol(","));
  return keys;
}

// These promise an order, or neighbours, within each part of the rows. All rows in that order are that too.
base::Result<void> SparkClauses::order_of_partitions(QueryTree& tree) {
  std::vector<SortItem> together, sorted;
  const bool cluster = tokens_.take_keyword("CLUSTER");
  if (cluster) together = TRY(partition_keys());
  const bool distribute = tokens_.take_keyword("DISTRIBUTE");
  if (distribute)
    for (SortItem& key : TRY(partition_keys())) together.push_back(std::move(key));
  const bool sort = tokens_.take_keyword("SORT");
  if (sort) sorted = TRY(expressions_.sort_items());
  if ((!tree.order_by.empty() && (sort || !together.empty())) || (cluster && (sort || distribute)))
    return spark_error(
        tree.order_position, "UNSUPPORTED_FEATURE.COMBINATION_QUERY_RESULT_CLAUSES",
        "The feature is not supported: Combination of ORDER BY/SORT BY/DISTRIBUTE BY/CLUSTER BY.");
  for (auto* items : {&sorted, &together})
    for (SortItem& item : *items) tree.order_by.push_back(std::move(item));
  return {};
}

}  // namespace sql
