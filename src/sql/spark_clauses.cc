#include "sql/spark_clauses.h"

#include <algorithm>

#include "base/text.h"

namespace sql {

base::Result<void> SparkClauses::behind_from(Select& select) {
  while (tokens_.at_keyword("LATERAL") && tokens_.at_keyword("VIEW", 1)) TRY(lateral_view(select));
  if (tokens_.at_keyword("PIVOT")) TRY(pivot(select));
  if (tokens_.at_keyword("UNPIVOT")) return not_supported_yet(tokens_.position(), "UNPIVOT");
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
  const Position position = tokens_.position();
  ColumnName column;
  do {
    column.parts.push_back(TRY(tokens_.expect_name()));
  } while (tokens_.take_symbol("."));
  pivot.column = std::make_unique<Expression>(Expression{.node = std::move(column), .position = position});
  TRY(tokens_.expect_keyword("IN"));
  TRY(tokens_.expect_symbol("("));
  pivot.values = TRY(pivot_items(")"));
  TRY(tokens_.expect_symbol(")"));
  TRY(tokens_.expect_symbol(")"));
  tokens_.take_keyword("AS");
  if (tokens_.at_name()) pivot.alias = TRY(tokens_.expect_name());
  select.pivot = std::move(pivot);
  return {};
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

// A word that ends the clause, and no column of that name.
bool SparkClauses::take_all() {
  const Token& next = tokens_.peek(1);
  const bool ends = next.kind == TokenKind::End || next.text == ")" || next.text == ";" ||
                    (next.kind == TokenKind::Identifier && tokens_.dialect().is_reserved(next.keyword));
  return ends && tokens_.take_keyword("ALL");
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

base::Result<void> SparkClauses::generator_aliases(SelectItem& item) {
  const bool announced = tokens_.at_keyword("AS") && tokens_.at_symbol("(", 1);
  if (!announced && !tokens_.at_symbol("(")) return {};
  tokens_.take_keyword("AS");
  TRY(tokens_.expect_symbol("("));
  do {
    item.aliases.push_back(TRY(tokens_.expect_name()));
  } while (tokens_.take_symbol(","));
  return tokens_.expect_symbol(")");
}

base::Result<void> SparkClauses::join_words(Join& join) {
  using Kind = Join::Kind;
  join.natural = tokens_.take_keyword("NATURAL");
  if (tokens_.take_keyword("INNER") || tokens_.take_keyword("CROSS")) return tokens_.expect_keyword("JOIN");
  if (tokens_.take_keyword("LEFT"))
    join.kind = Kind::Left;
  else if (tokens_.take_keyword("RIGHT"))
    join.kind = Kind::Right;
  else if (tokens_.take_keyword("FULL"))
    join.kind = Kind::Full;
  const bool outer = join.kind != Kind::Inner && tokens_.take_keyword("OUTER");
  if (!outer && (join.kind == Kind::Inner || join.kind == Kind::Left)) {
    if (tokens_.take_keyword("SEMI"))
      join.kind = Kind::Semi;
    else if (tokens_.take_keyword("ANTI"))
      join.kind = Kind::Anti;
  }
  return tokens_.expect_keyword("JOIN");
}

base::Result<void> SparkClauses::refuse_partitioning() const {
  for (std::string_view word : {"SORT", "CLUSTER", "DISTRIBUTE"}) {
    if (tokens_.at_keyword(word) && tokens_.at_keyword("BY", 1))
      return not_supported_yet(tokens_.position(), std::string(word) + " BY");
  }
  return {};
}

base::Result<void> SparkClauses::refuse_item() const {
  for (std::string_view word : {"LATERAL", "TABLE"}) {
    if (tokens_.at_keyword(word) && tokens_.at_symbol("(", 1))
      return not_supported_yet(tokens_.position(), std::string(word));
  }
  if (tokens_.peek().kind != TokenKind::Identifier || !tokens_.at_symbol("(", 1)) return {};
  if (tokens_.at_keyword("VALUES")) return {};
  return not_supported_yet(tokens_.position(), "the table function " + base::to_lower(tokens_.peek().text));
}

}  // namespace sql
