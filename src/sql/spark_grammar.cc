#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "base/text.h"
#include "sql/durations.h"
#include "sql/expression_parser.h"
#include "sql/spark_errors.h"

// The expressions that Spark writes in its own way
// (https://spark.apache.org/docs/latest/sql-ref.html): literals with suffixes, DATE'..', intervals, types in
// angle brackets, and calls with words inside.
namespace sql {
namespace {

// Of the digits 12, 1.5 and 1e3, each with a suffix or without.
NumberLiteral number(NumberLiteral::Kind kind, const std::string& text) {
  std::size_t end = text.size();
  while (std::isalpha(static_cast<unsigned char>(text[end - 1]))) --end;
  NumberLiteral literal{kind, text.substr(0, end), text.substr(end)};
  for (char& c : literal.suffix) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return literal;
}

// Words that structure a query and yet name functions.
constexpr std::array kCalledWords =
    std::to_array<std::string_view>({"LEFT", "RIGHT", "EXISTS", "RLIKE", "REGEXP"});

constexpr std::array kTimeUnits =
    std::to_array<std::string_view>({"year", "quarter", "month", "week", "day", "dayofyear", "hour", "minute",
                                     "second", "millisecond", "microsecond"});

base::Error not_a_unit(const StringLiteral& text, const Call& call) {
  return spark_error(
      call.function.position, "INVALID_PARAMETER_VALUE.DATETIME_UNIT",
      "The value of parameter(s) `unit` in <functionName> is invalid: expects one of the units "
      "without quotes YEAR, QUARTER, MONTH, WEEK, DAY, DAYOFYEAR, HOUR, MINUTE, SECOND, "
      "MILLISECOND, MICROSECOND, but got the string literal <invalidValue>.",
      {{"functionName", fmt::format("`{}`", call.function.text)},
       {"invalidValue", fmt::format("'{}'", text.value)}});
}

// DATEADD(HOUR, 1, t): the unit is a word, and no column.
base::Result<void> name_time_unit(Call& call) {
  const std::string& name = call.function.text;
  const bool adds = name == "timestampadd" || name == "dateadd" || name == "date_add";
  const bool differs =
      name == "timestampdiff" || name == "datediff" || name == "date_diff" || name == "timediff";
  if ((!adds && !differs) || call.arguments.size() != 3) return {};
  if (const auto* text = std::get_if<StringLiteral>(&call.arguments[0]->node)) return not_a_unit(*text, call);
  const auto* unit = std::get_if<ColumnName>(&call.arguments[0]->node);
  if (unit == nullptr || unit->parts.size() != 1) return {};
  if (std::ranges::find(kTimeUnits, base::to_lower(unit->parts[0].text)) == kTimeUnits.end()) return {};
  std::string word = unit->parts[0].text;
  call.arguments[0]->node = StringLiteral{std::move(word)};
  call.function.text = adds ? "timestampadd" : "timestampdiff";
  return {};
}

}  // namespace

base::Result<ExpressionPtr> ExpressionParser::spark_prefix() {
  const Position position = tokens_.position();
  const std::string symbol = tokens_.take().text;
  if (symbol == "!") return make(position, Not{TRY(parse_bound(kNot))});
  const char* function = symbol == "~" ? "~" : "positive";
  ExpressionPtr operand = TRY(parse_bound(kSign));
  return make(position, Call{.function = {function, position}, .arguments = list_of(std::move(operand))});
}

// Behind [NOT]: LIKE, and the predicates that are calls.
base::Result<ExpressionPtr> ExpressionParser::spark_predicate(ExpressionPtr value, bool negated,
                                                              Position position) {
  for (std::string_view word : {"ANY", "SOME", "ALL"}) {
    const bool likes = tokens_.at_keyword("LIKE") || tokens_.at_keyword("ILIKE");
    if (likes && tokens_.at_keyword(word, 1) && tokens_.at_symbol("(", 2))
      return like_many(std::move(value), negated, position);
  }
  if (tokens_.take_keyword("LIKE")) return like(std::move(value), negated, position);
  for (const TextPredicate& predicate : tokens_.dialect().text_predicates) {
    if (!tokens_.take_keyword(predicate.word)) continue;
    Expressions arguments = list_of(std::move(value), TRY(parse_operand()));
    ExpressionPtr call = TRY(make(position, Call{.function = {std::string(predicate.function), position},
                                                 .arguments = std::move(arguments)}));
    if (!negated) return call;
    return make(position, Not{std::move(call)});
  }
  return tokens_.mismatch("'LIKE'");
}

// x LIKE ANY (a, b), x ILIKE ALL (a, b); NOT goes to each.
base::Result<ExpressionPtr> ExpressionParser::like_many(ExpressionPtr value, bool negated,
                                                        Position position) {
  std::string function = (negated ? "not " : "") + base::to_lower(tokens_.take().keyword) + " ";
  function += tokens_.take().keyword == "ALL" ? "all" : "any";
  TRY(tokens_.expect_symbol("("));
  Expressions arguments = list_of(std::move(value));
  for (ExpressionPtr& pattern : TRY(expressions_until(")"))) arguments.push_back(std::move(pattern));
  return make(position, Call{.function = {std::move(function), position}, .arguments = std::move(arguments)});
}

// x IS [NOT] TRUE: x <=> true.
base::Result<ExpressionPtr> ExpressionParser::is_truth(ExpressionPtr value, bool negated, Position position) {
  const bool truth = tokens_.at_keyword("TRUE") || tokens_.at_keyword("FALSE");
  if (!truth && !tokens_.at_keyword("UNKNOWN")) return tokens_.mismatch("'NULL'");
  const std::string word = tokens_.take().keyword;
  if (!truth) return make(position, IsNull{std::move(value), negated});
  ExpressionPtr constant = TRY(make(position, BooleanLiteral{word == "TRUE"}));
  ExpressionPtr same =
      TRY(make(position, Binary{BinaryOperator::NullSafeEqual, std::move(value), std::move(constant)}));
  if (!negated) return same;
  return make(position, Not{std::move(same)});
}

base::Result<ExpressionPtr> ExpressionParser::spark_literal() {
  const Token& token = tokens_.peek();
  const Position position = token.position;
  using Kind = NumberLiteral::Kind;
  switch (token.kind) {
    case TokenKind::Integer:
      return make(position, number(Kind::Integer, tokens_.take().text));
    case TokenKind::Decimal:
      return make(position, number(Kind::Decimal, tokens_.take().text));
    case TokenKind::Double:
      return make(position, number(Kind::Double, tokens_.take().text));
    case TokenKind::Binary:
      return make(position, BinaryLiteral{tokens_.take().text});
    case TokenKind::String: {
      std::string text;  // several in a row are one
      while (tokens_.peek().kind == TokenKind::String) text += tokens_.take().text;
      return make(position, StringLiteral{std::move(text)});
    }
    default:
      break;
  }
  if (tokens_.take_keyword("NULL")) return make(position, NullLiteral{});
  if (tokens_.take_keyword("TRUE")) return make(position, BooleanLiteral{true});
  if (tokens_.take_keyword("FALSE")) return make(position, BooleanLiteral{false});
  if (token.kind == TokenKind::Identifier && tokens_.peek(1).kind == TokenKind::String) return typed_text();
  return ExpressionPtr();
}

// DATE'2020-01-31'; null: what stands before the text is no type.
base::Result<ExpressionPtr> ExpressionParser::typed_text() {
  const Position position = tokens_.position();
  for (std::string_view word : {"DATE", "TIMESTAMP", "TIMESTAMP_NTZ", "TIMESTAMP_LTZ"}) {
    if (!tokens_.take_keyword(word)) continue;
    TypeName type{.name = base::to_lower(word), .position = position};
    return make(position, TypedLiteral{std::move(type), tokens_.take().text});
  }
  return ExpressionPtr();
}

// What begins with a word that means something of its own; null: no such word stands here.
base::Result<ExpressionPtr> ExpressionParser::spark_form() {
  const Token& token = tokens_.peek();
  const Position position = token.position;
  const bool called = tokens_.at_symbol("(", 1);
  if (tokens_.at_keyword("INTERVAL") && !called && !tokens_.at_symbol(".", 1) && !tokens_.at_symbol(",", 1))
    return spark_interval();
  if (!called) return ExpressionPtr();
  if (tokens_.at_keyword("CAST")) return cast(false);
  if (tokens_.at_keyword("TRY_CAST")) return cast(true);
  if (tokens_.at_keyword("EXTRACT")) return spark_extract();
  if (tokens_.at_keyword("TRIM")) return spark_trim();
  if (tokens_.at_keyword("POSITION")) return spark_position();
  if (tokens_.at_keyword("OVERLAY")) return overlay();
  if (tokens_.at_keyword("STRUCT")) return struct_of();
  if (tokens_.at_keyword("SUBSTRING") || tokens_.at_keyword("SUBSTR")) {
    const std::string name = base::to_lower(token.text);
    ExpressionPtr call = TRY(substring());
    std::get<Call>(call->node).function.text = name;
    return call;
  }
  for (std::string_view word : {"SELECT", "WITH", "VALUES", "FROM"}) {
    if (tokens_.at_keyword("EXISTS") && tokens_.at_keyword(word, 2)) return exists();
  }
  for (std::string_view word : kCalledWords) {
    if (!tokens_.at_keyword(word)) continue;
    return call(Name{base::to_lower(tokens_.take().text), position});
  }
  return ExpressionPtr();
}

// INTERVAL '1' DAY, INTERVAL 1 DAY 2 HOURS, INTERVAL '1 day', INTERVAL '1 02' DAY TO HOUR
base::Result<ExpressionPtr> ExpressionParser::spark_interval() {
  const Position position = tokens_.take().position;
  DurationSum sum;
  const bool one_text = tokens_.peek().kind == TokenKind::String && !duration_unit(tokens_.peek(1).text);
  if (one_text) {
    const std::string text = tokens_.take().text;
    if (!sum.add_text(text))
      return error_at(position, "INVALID_INTERVAL_FORMAT",
                      fmt::format("Error parsing '{}' to interval", text));
  }
  for (bool first = true; !one_text; first = false) {
    const bool negative = tokens_.at_symbol("-") && tokens_.peek(1).kind != TokenKind::Identifier;
    const Token& count = tokens_.peek(negative ? 1 : 0);
    const bool number = count.kind == TokenKind::Integer || count.kind == TokenKind::Decimal ||
                        count.kind == TokenKind::String;
    if (!number || !duration_unit(tokens_.peek(negative ? 2 : 1).text)) {
      if (!first) break;
      return not_supported_yet(position, "an interval of other than constants");
    }
    if (negative) tokens_.take();
    const std::string text = tokens_.take().text;
    const std::string unit = tokens_.take().text;
    if (first && tokens_.take_keyword("TO")) {
      const std::string last = tokens_.take().text;
      if (!sum.add_range(text, unit, last, negative))
        return error_at(position, "INVALID_INTERVAL_FORMAT",
                        fmt::format("Interval string '{}' does not match {} to {} format", text, unit, last));
      break;
    }
    if (!sum.add(text, unit, negative))
      return error_at(position, "INVALID_INTERVAL_FORMAT",
                      fmt::format("Error parsing '{}' to interval", text));
  }
  const std::optional<Duration> duration = sum.total();
  if (!duration) return not_supported_yet(position, "an interval of both months and days");
  return make(position, *duration);
}

// EXTRACT(unit FROM value): Spark's date_part.
base::Result<ExpressionPtr> ExpressionParser::spark_extract() {
  const Position position = tokens_.take().position;
  TRY(tokens_.expect_symbol("("));
  const std::string field = base::to_lower(tokens_.peek().text);
  const Position at = tokens_.take().position;
  TRY(tokens_.expect_keyword("FROM"));
  ExpressionPtr value = TRY(parse());
  TRY(tokens_.expect_symbol(")"));
  ExpressionPtr unit = TRY(make(at, StringLiteral{field}));
  return make(position, Call{.function = {"extract", position},
                             .arguments = list_of(std::move(unit), std::move(value))});
}

// TRIM([BOTH | LEADING | TRAILING] [characters] FROM text): the characters first, as the plan's function has
// them; or a call.
base::Result<ExpressionPtr> ExpressionParser::spark_trim() {
  Name function{"trim", tokens_.take().position};
  const Position position = function.position;
  TRY(tokens_.expect_symbol("("));
  const bool side =
      tokens_.at_keyword("BOTH") || tokens_.at_keyword("LEADING") || tokens_.at_keyword("TRAILING");
  if (side && tokens_.peek(1).text != "," && tokens_.peek(1).text != ")") {
    const std::string word = tokens_.take().keyword;
    function.text = word == "LEADING" ? "ltrim" : word == "TRAILING" ? "rtrim" : "trim";
  }
  Expressions arguments;
  if (!tokens_.at_keyword("FROM")) arguments.push_back(TRY(parse()));
  if (tokens_.take_keyword("FROM")) {
    arguments.push_back(TRY(parse()));
    TRY(tokens_.expect_symbol(")"));
  } else if (!tokens_.take_symbol(")")) {
    TRY(tokens_.expect_symbol(","));
    for (ExpressionPtr& argument : TRY(expressions_until(")"))) arguments.push_back(std::move(argument));
  }
  return make(position, Call{.function = std::move(function), .arguments = std::move(arguments)});
}

// POSITION(part IN text), or a call.
base::Result<ExpressionPtr> ExpressionParser::spark_position() {
  const Position position = tokens_.take().position;
  TRY(tokens_.expect_symbol("("));
  Expressions arguments = list_of(TRY(parse_operand()));
  std::string function = "locate";
  if (tokens_.take_keyword("IN")) {
    arguments.push_back(TRY(parse()));
    TRY(tokens_.expect_symbol(")"));
  } else {
    function = "position";
    TRY(tokens_.expect_symbol(","));
    for (ExpressionPtr& argument : TRY(expressions_until(")"))) arguments.push_back(std::move(argument));
  }
  return make(position, Call{.function = {std::move(function), position}, .arguments = std::move(arguments)});
}

// OVERLAY(text PLACING part FROM start [FOR length]), or a call.
base::Result<ExpressionPtr> ExpressionParser::overlay() {
  const Position position = tokens_.take().position;
  TRY(tokens_.expect_symbol("("));
  Expressions arguments = list_of(TRY(parse()));
  for (std::string_view word : {"PLACING", "FROM", "FOR"}) {
    if (!tokens_.take_keyword(word) && !tokens_.take_symbol(",")) break;
    arguments.push_back(TRY(parse()));
  }
  TRY(tokens_.expect_symbol(")"));
  return make(position, Call{.function = {"overlay", position}, .arguments = std::move(arguments)});
}

// * or t.* in place of an argument.
bool ExpressionParser::take_star(Call& call) {
  ColumnName of;
  std::size_t tokens = 0;
  while (tokens_.at_symbol(".", tokens + 1)) {
    const Token& name = tokens_.peek(tokens);
    if (name.kind != TokenKind::Identifier && name.kind != TokenKind::QuotedIdentifier) return false;
    of.parts.push_back({name.text, name.position});
    tokens += 2;
  }
  if (!tokens_.at_symbol("*", tokens)) return false;
  for (std::size_t i = 0; i <= tokens; ++i) tokens_.take();
  call.stars.push_back({call.arguments.size(), std::move(of)});
  return true;
}

// STRUCT(a, b AS name): fields are named by columns, by AS, or col1, col2, ...
base::Result<ExpressionPtr> ExpressionParser::struct_of() {
  const Position position = tokens_.take().position;
  TRY(tokens_.expect_symbol("("));
  Call call{.function = {"struct", position}};
  while (!tokens_.take_symbol(")")) {
    if (!call.arguments.empty() || !call.stars.empty()) TRY(tokens_.expect_symbol(","));
    if (take_star(call)) continue;
    ExpressionPtr value = TRY(parse());
    std::string name;
    if (tokens_.take_keyword("AS") || tokens_.at_name()) name = TRY(tokens_.expect_name()).text;
    ExpressionPtr label = TRY(make(position, StringLiteral{std::move(name)}));
    call.arguments.push_back(std::move(label));
    call.arguments.push_back(std::move(value));
  }
  return make(position, std::move(call));
}

// Behind the arguments of a call: first(x IGNORE NULLS).
base::Result<void> ExpressionParser::spark_call_end(Call& call) {
  call.function.text = base::to_lower(call.function.text);
  TRY(name_time_unit(call));
  if (tokens_.at_symbol("=>")) return not_supported_yet(tokens_.position(), "an argument by name");
  if (!tokens_.at_keyword("NULLS", 1)) return {};
  if (tokens_.at_keyword("IGNORE") || tokens_.at_keyword("RESPECT")) {
    call.ignore_nulls = tokens_.take().keyword == "IGNORE";
    tokens_.take();
  }
  return {};
}

// listagg(x) WITHIN GROUP (ORDER BY y)
base::Result<void> ExpressionParser::within_group(Call& call) {
  if (!tokens_.at_keyword("WITHIN") || !tokens_.at_keyword("GROUP", 1)) return {};
  tokens_.take();
  tokens_.take();
  TRY(tokens_.expect_symbol("("));
  TRY(tokens_.expect_keyword("ORDER"));
  call.order_by = TRY(sort_items());
  return tokens_.expect_symbol(")");
}

// value::type
base::Result<ExpressionPtr> ExpressionParser::spark_cast(ExpressionPtr value, Position position) {
  tokens_.take();
  TypeName type = TRY(spark_type());
  return make(position, Cast{std::move(value), std::move(type), false});
}

// Of the type INTERVAL DAY TO SECOND, with a blank before each word; none: of that of the calendar.
std::string ExpressionParser::interval_units() {
  std::string units;
  for (const bool last : {false, true}) {
    if (last && (units.empty() || !tokens_.take_keyword("TO"))) break;
    const std::optional<DurationUnit> unit = duration_unit(tokens_.peek().text);
    if (tokens_.peek().kind != TokenKind::Identifier || !unit) break;
    units += (last ? " to " : " ") + base::to_lower(tokens_.take().text);
  }
  return units;
}

// decimal(10,2), array<int>, map<string,int>, struct<a: int>; the name is the whole of it.
base::Result<TypeName> ExpressionParser::spark_type() {
  if (nesting_ >= kMaxDepth) return too_deep(tokens_.position());
  ++nesting_;
  const Position position = tokens_.position();
  if (tokens_.peek().kind != TokenKind::Identifier) return tokens_.mismatch("<type>");
  std::string text = base::to_lower(tokens_.take().text);
  if (text == "interval") {
    text += interval_units();
  } else if (tokens_.take_symbol("(")) {
    text += "(";
    while (!tokens_.at_symbol(")")) {
      if (tokens_.at_end()) return tokens_.mismatch("')'");
      text += tokens_.take().text;
    }
    tokens_.take();
    text += ")";
  } else if (tokens_.take_symbol("<>")) {
    text += "<>";
  } else if (tokens_.take_symbol("<")) {
    text += "<";
    const bool fields = text == "struct<";
    for (bool first = true; !tokens_.at_symbol(">"); first = false) {
      if (!first) TRY(tokens_.expect_symbol(","));
      if (!first) text += ",";
      if (fields) {
        text += "`" + TRY(tokens_.expect_name()).text + "`:";
        tokens_.take_symbol(":");
      }
      text += TRY(spark_type()).name;
    }
    tokens_.take();
    text += ">";
  }
  --nesting_;
  return TypeName{.name = std::move(text), .position = position};
}

}  // namespace sql
