#include "sql/spark_from.h"

#include <fmt/format.h>

#include <cstdlib>

#include "base/text.h"
#include "sql/spark_errors.h"
#include "sql/whole_constant.h"

namespace sql {

base::Result<void> SparkFrom::join_words(Join& join) {
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

base::Result<std::int64_t> SparkFrom::whole_number() {
  const Position position = tokens_.position();
  const std::optional<std::int64_t> number = whole_constant(*TRY(expressions_.parse()));
  if (!number) return not_supported_yet(position, "other than a whole number here");
  return *number;
}

base::Result<double> SparkFrom::share_of_buckets() {
  const double bucket = static_cast<double>(TRY(whole_number()));
  TRY(tokens_.expect_keyword("OUT"));
  TRY(tokens_.expect_keyword("OF"));
  const Position position = tokens_.position();
  const double buckets = static_cast<double>(TRY(whole_number()));
  if (buckets == 0) return not_supported_yet(position, "a sample of no buckets");
  if (tokens_.at_keyword("ON"))
    return not_supported_yet(tokens_.position(), "TABLESAMPLE (BUCKET ... ON ...)");
  return bucket / buckets;
}

base::Result<void> SparkFrom::sample_size(Sample& sample) {
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
  if (negative) return spark_negative_row_count("limit", "-" + number.text, -*sample.rows, position);
  return {};
}

// TABLESAMPLE (10 PERCENT | 5 ROWS | BUCKET 1 OUT OF 4): which rows those are is up to chance, or the first.
base::Result<Sample> SparkFrom::sample() {
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

bool SparkFrom::at_range() const {
  return tokens_.peek().kind == TokenKind::Identifier && base::iequals(tokens_.peek().text, "range") &&
         tokens_.at_symbol("(", 1);
}

// What is done with the rows of a FROM that comes first; the words may be names too.
bool SparkFrom::at_work() const {
  if (tokens_.at_keyword("INSERT"))
    return tokens_.at_keyword("INTO", 1) || tokens_.at_keyword("OVERWRITE", 1);
  const Token& next = tokens_.peek(1);
  const bool names = next.kind == TokenKind::Identifier && !tokens_.dialect().is_reserved(next.keyword);
  return names && (tokens_.at_keyword("MAP") || tokens_.at_keyword("REDUCE"));
}

// range([start,] end [, step [, partitions]])
base::Result<Range> SparkFrom::range() {
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

bool SparkFrom::at_function() const {
  const std::size_t name = tokens_.at_keyword("LATERAL") && !tokens_.at_symbol("(", 1) ? 1 : 0;
  if (tokens_.peek(name).kind != TokenKind::Identifier || !tokens_.at_symbol("(", name + 1)) return false;
  return name == 1 || !(tokens_.at_keyword("VALUES") || tokens_.at_keyword("LATERAL") || at_range());
}

base::Result<void> SparkFrom::refuse_item() const {
  if (tokens_.at_keyword("TABLE") && tokens_.at_symbol("(", 1))
    return not_supported_yet(tokens_.position(), "TABLE");
  if (tokens_.at_keyword("LATERAL") && !tokens_.at_symbol("(", 1) && !at_function())
    return not_supported_yet(tokens_.position(), "LATERAL of other than a query or a function");
  return {};
}

}  // namespace sql
