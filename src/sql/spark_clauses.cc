#include "sql/spark_clauses.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "base/text.h"
#include "sql/spark_errors.h"

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

// These promise an order, or neighbours, within each part of the rows. All rows in that order are that too.
base::Result<void> SparkClauses::order_of_partitions(QueryTree& tree) {
  std::vector<SortItem> together;
  const bool cluster = tokens_.take_keyword("CLUSTER");
  if (cluster || tokens_.take_keyword("DISTRIBUTE")) together = TRY(expressions_.sort_items());
  std::vector<SortItem> sorted;
  const bool sort = tokens_.take_keyword("SORT");
  if (sort) sorted = TRY(expressions_.sort_items());
  if ((!tree.order_by.empty() && (sort || !together.empty())) || (cluster && sort))
    return spark_error(
        tree.order_position, "UNSUPPORTED_FEATURE.COMBINATION_QUERY_RESULT_CLAUSES",
        "The feature is not supported: Combination of ORDER BY/SORT BY/DISTRIBUTE BY/CLUSTER BY.");
  for (auto* items : {&sorted, &together})
    for (SortItem& item : *items) tree.order_by.push_back(std::move(item));
  return {};
}

base::Result<std::int64_t> SparkClauses::whole_number() {
  const bool negative = tokens_.take_symbol("-");
  const Token& token = tokens_.peek();
  const std::optional<std::int64_t> number =
      token.kind == TokenKind::Integer ? base::parse_int(token.text) : std::nullopt;
  if (!number) return not_supported_yet(token.position, "other than a whole number here");
  tokens_.take();
  return negative ? -*number : *number;
}

base::Result<double> SparkClauses::share_of_buckets() {
  const double bucket = static_cast<double>(TRY(whole_number()));
  TRY(tokens_.expect_keyword("OUT"));
  TRY(tokens_.expect_keyword("OF"));
  const double buckets = static_cast<double>(TRY(whole_number()));
  if (tokens_.at_keyword("ON"))
    return not_supported_yet(tokens_.position(), "TABLESAMPLE (BUCKET ... ON ...)");
  return bucket / buckets;
}

base::Result<void> SparkClauses::sample_size(Sample& sample) {
  if (tokens_.take_keyword("BUCKET")) {
    sample.share = TRY(share_of_buckets());
    return {};
  }
  const Position position = tokens_.position();
  const bool negative = tokens_.take_symbol("-");
  const Token number = tokens_.take();
  if (number.kind != TokenKind::Integer && number.kind != TokenKind::Decimal)
    return not_supported_yet(position, "TABLESAMPLE by other than a number");
  if (tokens_.take_keyword("PERCENT")) {
    sample.share = (negative ? -1 : 1) * std::strtod(std::string(number.text).c_str(), nullptr) / 100;
    return {};
  }
  if (!tokens_.take_keyword("ROWS")) return tokens_.mismatch("'PERCENT', 'ROWS'");
  sample.rows = base::parse_int(number.text);
  if (!sample.rows) return not_supported_yet(position, "TABLESAMPLE by other than a number of rows");
  if (negative)
    return spark_error(
        position, "INVALID_LIMIT_LIKE_EXPRESSION.IS_NEGATIVE",
        fmt::format("The limit like expression \"-{0}\" is invalid. The limit expression must be "
                    "equal to or greater than 0, but got -{0}.",
                    number.text));
  return {};
}

// TABLESAMPLE (10 PERCENT | 5 ROWS | BUCKET 1 OUT OF 4): which rows those are is up to chance, or the first.
base::Result<Sample> SparkClauses::sample() {
  Sample sample{.position = tokens_.take().position};
  TRY(tokens_.expect_symbol("("));
  TRY(sample_size(sample));
  TRY(tokens_.expect_symbol(")"));
  if (!(sample.share >= 0 && sample.share <= 1))
    return spark_error(sample.position, "INVALID_TABLESAMPLE_FRACTION",
                       fmt::format("Sampling fraction ({}) must be on interval [0, 1].", sample.share));
  const bool by_chance = sample.share > 0 && sample.share < 1;
  if (by_chance && tokens_.at_keyword("REPEATABLE"))
    return not_supported_yet(tokens_.position(), "TABLESAMPLE ... REPEATABLE");
  if (!tokens_.take_keyword("REPEATABLE")) return sample;
  TRY(tokens_.expect_symbol("("));
  TRY(whole_number());
  TRY(tokens_.expect_symbol(")"));
  return sample;
}

bool SparkClauses::at_range() const {
  return tokens_.peek().kind == TokenKind::Identifier && base::iequals(tokens_.peek().text, "range") &&
         tokens_.at_symbol("(", 1);
}

// range([start,] end [, step [, partitions]])
base::Result<Range> SparkClauses::range() {
  const Position position = tokens_.take().position;
  tokens_.take();
  std::vector<std::int64_t> numbers;
  while (!tokens_.at_symbol(")")) {
    if (!numbers.empty()) TRY(tokens_.expect_symbol(","));
    numbers.push_back(TRY(whole_number()));
  }
  tokens_.take();
  if (numbers.empty() || numbers.size() > 4)
    return spark_error(
        position, "WRONG_NUM_ARGS.WITHOUT_SUGGESTION",
        fmt::format("The `range` requires [1, 2, 3, 4] parameters but the actual number is {}.",
                    numbers.size()));
  if (numbers.size() == 1) return Range{.end = numbers[0]};
  const Range range{.start = numbers[0], .end = numbers[1], .step = numbers.size() > 2 ? numbers[2] : 1};
  if (range.step == 0)
    return spark_error(position, "FAILED_FUNCTION_CALL",
                       "Failed preparing of the function `range` for call: the step of a range is not zero.");
  return range;
}

base::Result<void> SparkClauses::refuse_item() const {
  if (tokens_.at_keyword("TABLE") && tokens_.at_symbol("(", 1))
    return not_supported_yet(tokens_.position(), "TABLE");
  if (tokens_.at_keyword("LATERAL") && !tokens_.at_symbol("(", 1))
    return not_supported_yet(tokens_.position(), "LATERAL of other than a query");
  if (tokens_.peek().kind != TokenKind::Identifier || !tokens_.at_symbol("(", 1)) return {};
  if (tokens_.at_keyword("VALUES") || tokens_.at_keyword("LATERAL") || at_range()) return {};
  return not_supported_yet(tokens_.position(), "the table function " + base::to_lower(tokens_.peek().text));
}

}  // namespace sql
