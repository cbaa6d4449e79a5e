#include <optional>
#include <utility>

#include "base/text.h"
#include "sql/durations.h"
#include "sql/expression_parser.h"

// The expressions that have a grammar of their own: CAST, EXTRACT, TRIM, INTERVAL, arrays, rows, lambdas.
namespace sql {
namespace {

// A whole number of one unit, or else of months or milliseconds.
Interval interval_of(const std::string& text, bool negative, const std::string& unit,
                     const std::string& last) {
  constexpr std::int64_t kMost = 2147483647;
  const std::optional<std::int64_t> count = base::parse_int(text);
  if (last.empty() && count && *count <= kMost && *count >= -kMost)
    return {.count = negative ? -*count : *count, .unit = unit};
  DurationSum sum;
  const bool valid =
      last.empty() ? !count && sum.add(text, unit, negative) : sum.add_range(text, unit, last, negative);
  const std::optional<Duration> total = valid ? sum.total() : std::nullopt;
  if (!total) return {.invalid = text};
  const bool of_months = total->first <= Duration::Month;
  return {.count = of_months ? total->count : total->count / 1'000,
          .unit = of_months ? "month" : "millisecond"};
}

}  // namespace

// A word and an opening parenthesis; null: a call like any other.
base::Result<ExpressionPtr> ExpressionParser::special_form() {
  if (tokens_.at_keyword("EXTRACT")) return extract();
  if (tokens_.at_keyword("TRIM")) return trim();
  if (tokens_.at_keyword("SUBSTRING")) return substring();
  if (tokens_.at_keyword("POSITION")) return position_in();
  if (tokens_.at_keyword("NORMALIZE")) return normalize();
  if (tokens_.at_keyword("LISTAGG")) return listagg();
  if (tokens_.peek().keyword.starts_with("JSON_")) return json_form();
  const Position position = tokens_.position();
  if (tokens_.at_keyword("ROW")) {
    tokens_.take();
    tokens_.take();
    Row row{.items = TRY(expressions_until(")"))};
    return make(position, std::move(row));
  }
  if (!tokens_.at_keyword("TRY")) return ExpressionPtr();
  tokens_.take();
  tokens_.take();
  ExpressionPtr value = TRY(parse());
  TRY(tokens_.expect_symbol(")"));
  return make(position, Try{std::move(value)});
}

// What stands before a closing symbol, which is taken too.
base::Result<Expressions> ExpressionParser::expressions_until(std::string_view end) {
  Expressions list;
  if (tokens_.take_symbol(end)) return list;
  do {
    list.push_back(TRY(parse()));
  } while (tokens_.take_symbol(","));
  TRY(tokens_.expect_symbol(end));
  return list;
}

base::Result<ExpressionPtr> ExpressionParser::cast(bool safe) {
  const Position position = tokens_.take().position;
  TRY(tokens_.expect_symbol("("));
  ExpressionPtr operand = TRY(parse());
  TRY(tokens_.expect_keyword("AS"));
  TypeName type = TRY(type_name());
  type.position = position;  // what is wrong with it is told of the cast
  TRY(tokens_.expect_symbol(")"));
  return make(position, Cast{std::move(operand), std::move(type), safe});
}

// A type as queries write it: decimal(10,2), array(integer), row(a integer, varchar).
base::Result<TypeName> ExpressionParser::type_name() {
  if (nesting_ >= kMaxDepth) return too_deep(tokens_.position());
  if (tokens_.dialect().spark_grammar) return spark_type();
  const Position position = tokens_.position();
  if (!tokens_.at_name()) return tokens_.mismatch("<type>");
  TypeName type{.name = base::to_lower(tokens_.take().text), .position = position};
  if (type.name == "double") tokens_.take_keyword("PRECISION");
  if (tokens_.take_symbol("(")) {
    ++nesting_;
    do {
      TRY(type_parameter(type));
    } while (tokens_.take_symbol(","));
    --nesting_;
    TRY(tokens_.expect_symbol(")"));
  }
  if (type.name == "timestamp" || type.name == "time") TRY(time_zone(type));
  return type;
}

// [WITH | WITHOUT] TIME ZONE, of a time.
base::Result<void> ExpressionParser::time_zone(TypeName& type) {
  const bool with = tokens_.at_keyword("WITH") && tokens_.at_keyword("TIME", 1);
  if (!with && !tokens_.at_keyword("WITHOUT")) return {};
  tokens_.take();
  TRY(tokens_.expect_keyword("TIME"));
  TRY(tokens_.expect_keyword("ZONE"));
  if (with) type.name += " with time zone";
  return {};
}

base::Result<void> ExpressionParser::type_parameter(TypeName& type) {
  if (type.name == "array" || type.name == "map") {
    type.parts.push_back(TRY(type_name()));
    return {};
  }
  if (type.name == "row") {
    const bool named =
        tokens_.peek(1).kind == TokenKind::Identifier || tokens_.peek(1).kind == TokenKind::QuotedIdentifier;
    type.field_names.push_back(named ? base::to_lower(TRY(tokens_.expect_name()).text) : "");
    type.parts.push_back(TRY(type_name()));
    return {};
  }
  const Token& token = tokens_.peek();
  const std::optional<std::int64_t> value =
      token.kind == TokenKind::Integer ? base::parse_int(token.text) : std::nullopt;
  if (!value && type.name != "decimal" && type.name != "varchar")
    return not_supported_yet(type.position, "type " + type.name);
  if (!value || *value > 2147483647) return tokens_.mismatch("<integer>");
  type.parameters.push_back(static_cast<int>(*value));
  tokens_.take();
  return {};
}

// INTERVAL [-] '2' DAY, INTERVAL '1 02:03' DAY TO MINUTE
base::Result<ExpressionPtr> ExpressionParser::interval() {
  const Position position = tokens_.take().position;
  const bool negative = tokens_.take_symbol("-");
  if (!negative) tokens_.take_symbol("+");
  const std::string text = tokens_.take().text;
  const std::string unit = TRY(interval_unit());
  const std::string last = tokens_.take_keyword("TO") ? TRY(interval_unit()) : std::string();
  return make(position, interval_of(text, negative, unit, last));
}

base::Result<std::string> ExpressionParser::interval_unit() {
  const std::string unit = base::to_lower(tokens_.peek().text);
  for (std::string_view known : {"second", "minute", "hour", "day", "week", "month", "year"}) {
    if (unit != known) continue;
    tokens_.take();
    return unit;
  }
  return tokens_.mismatch("'DAY', 'HOUR', 'MINUTE', 'MONTH', 'SECOND', 'YEAR'");
}

// CURRENT_DATE, CURRENT_TIMESTAMP, LOCALTIME and LOCALTIMESTAMP, all but the first with a number of digits:
// (3).
base::Result<ExpressionPtr> ExpressionParser::now() {
  const Token word = tokens_.take();
  Call call{.function = Name{base::to_lower(word.text), word.position}};
  if (word.keyword != "CURRENT_DATE" && tokens_.take_symbol("(")) {
    const Token digits = tokens_.take();
    if (digits.kind != TokenKind::Integer)
      return syntax_error(digits.position, "a number of digits is expected");
    if (digits.text != "3") return not_supported_yet(digits.position, "a precision other than 3");
    TRY(tokens_.expect_symbol(")"));
  }
  return make(word.position, std::move(call));
}

// Behind a value: AT TIME ZONE 'name', or AT TIME ZONE INTERVAL '1' HOUR.
base::Result<ExpressionPtr> ExpressionParser::at_time_zone(ExpressionPtr value) {
  if (value->depth >= kMaxDepth) return too_deep(tokens_.position());
  const Position position = value->position;
  tokens_.take();
  tokens_.take();
  TRY(tokens_.expect_keyword("ZONE"));
  const Position zone = tokens_.position();
  if (tokens_.at_keyword("INTERVAL")) {
    ExpressionPtr offset = TRY(interval());
    return make(position, AtTimeZone{std::move(value), std::move(offset)});
  }
  if (tokens_.peek().kind != TokenKind::String) return tokens_.mismatch("'INTERVAL', <string>");
  ExpressionPtr name = TRY(make(zone, StringLiteral{tokens_.take().text}));
  return make(position, AtTimeZone{std::move(value), std::move(name)});
}

// EXTRACT(unit FROM value): the function of that name.
base::Result<ExpressionPtr> ExpressionParser::extract() {
  const Position position = tokens_.take().position;
  TRY(tokens_.expect_symbol("("));
  const Token unit = tokens_.peek();
  Call call{.function = Name{base::to_lower(unit.text), position}};
  bool known = false;
  for (std::string_view field :
       {"year", "quarter", "month", "week", "day", "day_of_month", "day_of_week", "dow", "day_of_year", "doy",
        "year_of_week", "yow", "hour", "minute", "second", "timezone_hour", "timezone_minute"}) {
    known = known || call.function.text == field;
  }
  if (!known) return syntax_error(unit.position, "Invalid EXTRACT field: " + unit.text);
  tokens_.take();
  TRY(tokens_.expect_keyword("FROM"));
  call.arguments.push_back(TRY(parse()));
  TRY(tokens_.expect_symbol(")"));
  return make(position, std::move(call));
}

// TRIM([BOTH | LEADING | TRAILING] [characters] FROM text), or a call.
base::Result<ExpressionPtr> ExpressionParser::trim() {
  Name function{"trim", tokens_.take().position};
  TRY(tokens_.expect_symbol("("));
  const bool side =
      tokens_.at_keyword("BOTH") || tokens_.at_keyword("LEADING") || tokens_.at_keyword("TRAILING");
  if (side) {
    const std::string word = tokens_.take().keyword;
    function.text = word == "LEADING" ? "ltrim" : word == "TRAILING" ? "rtrim" : "trim";
  }
  Expressions arguments;
  if (!tokens_.at_keyword("FROM")) arguments.push_back(TRY(parse()));
  if (tokens_.take_keyword("FROM")) {
    arguments.insert(arguments.begin(), TRY(parse()));
  } else if (tokens_.take_symbol(",") && !side) {
    arguments.push_back(TRY(parse()));
  }
  TRY(tokens_.expect_symbol(")"));
  const Position position = function.position;
  return make(position, Call{.function = std::move(function), .arguments = std::move(arguments)});
}

// SUBSTRING(text FROM start [FOR length]), or a call.
base::Result<ExpressionPtr> ExpressionParser::substring() {
  const Position position = tokens_.take().position;
  TRY(tokens_.expect_symbol("("));
  Expressions arguments;
  arguments.push_back(TRY(parse()));
  if (tokens_.take_keyword("FROM")) {
    arguments.push_back(TRY(parse()));
    if (tokens_.take_keyword("FOR")) arguments.push_back(TRY(parse()));
  } else {
    while (tokens_.take_symbol(",")) arguments.push_back(TRY(parse()));
  }
  TRY(tokens_.expect_symbol(")"));
  return make(position, Call{.function = {"substring", position}, .arguments = std::move(arguments)});
}

// POSITION(part IN text): strpos(text, part).
base::Result<ExpressionPtr> ExpressionParser::position_in() {
  const Position position = tokens_.take().position;
  TRY(tokens_.expect_symbol("("));
  ExpressionPtr part = TRY(parse_operand());
  TRY(tokens_.expect_keyword("IN"));
  ExpressionPtr text = TRY(parse());
  TRY(tokens_.expect_symbol(")"));
  return make(position,
              Call{.function = {"strpos", position}, .arguments = list_of(std::move(text), std::move(part))});
}

// NORMALIZE(text [, form]), where the form is a word.
base::Result<ExpressionPtr> ExpressionParser::normalize() {
  const Position position = tokens_.take().position;
  TRY(tokens_.expect_symbol("("));
  ExpressionPtr text = TRY(parse());
  ExpressionPtr form = TRY(make(position, StringLiteral{"NFC"}));
  if (tokens_.take_symbol(",")) {
    bool known = false;
    for (std::string_view word : {"NFC", "NFD", "NFKC", "NFKD"}) known = known || tokens_.at_keyword(word);
    if (!known) return tokens_.mismatch("'NFC', 'NFD', 'NFKC', 'NFKD'");
    const Position at = tokens_.position();
    form = TRY(make(at, StringLiteral{tokens_.take().text}));
  }
  TRY(tokens_.expect_symbol(")"));
  return make(position, Call{.function = {"normalize", position},
                             .arguments = list_of(std::move(text), std::move(form))});
}

// LISTAGG([DISTINCT] text [, separator] [ON OVERFLOW ...]) WITHIN GROUP (ORDER BY ...) [FILTER ...]: a call
// with the separator, whether to truncate, what stands for the rest, and whether to count it.
base::Result<ExpressionPtr> ExpressionParser::listagg() {
  Call call{.function = {"listagg", tokens_.take().position}};
  const Position position = call.function.position;
  TRY(tokens_.expect_symbol("("));
  if (tokens_.at_symbol(")")) return tokens_.mismatch("'ALL', 'DISTINCT', <expression>");
  call.distinct = tokens_.take_keyword("DISTINCT");
  if (!call.distinct) tokens_.take_keyword("ALL");
  call.arguments.push_back(TRY(parse()));
  const auto text = [&](const char* otherwise, bool given) -> base::Result<ExpressionPtr> {
    if (given && tokens_.peek().kind != TokenKind::String) return tokens_.mismatch("<string>");
    return make(position, StringLiteral{given ? tokens_.take().text : otherwise});
  };
  call.arguments.push_back(TRY(text("", tokens_.take_symbol(","))));
  bool truncates = false, counts = false;
  ExpressionPtr filler;
  if (tokens_.take_keyword("ON")) {
    TRY(tokens_.expect_keyword("OVERFLOW"));
    truncates = !tokens_.take_keyword("ERROR");
    if (truncates) {
      if (!tokens_.take_keyword("TRUNCATE")) return tokens_.mismatch("'ERROR', 'TRUNCATE'");
      filler = TRY(text("...", tokens_.peek().kind == TokenKind::String));
      counts = tokens_.take_keyword("WITH");
      if (!counts && !tokens_.take_keyword("WITHOUT")) return tokens_.mismatch("'WITH', 'WITHOUT', <string>");
      TRY(tokens_.expect_keyword("COUNT"));
    }
  }
  if (!filler) filler = TRY(text("...", false));
  call.arguments.push_back(TRY(make(position, BooleanLiteral{truncates})));
  call.arguments.push_back(std::move(filler));
  call.arguments.push_back(TRY(make(position, BooleanLiteral{counts})));
  TRY(tokens_.expect_symbol(")"));
  TRY(tokens_.expect_keyword("WITHIN"));
  TRY(tokens_.expect_keyword("GROUP"));
  TRY(tokens_.expect_symbol("("));
  TRY(tokens_.expect_keyword("ORDER"));
  call.order_by = TRY(sort_items());
  TRY(tokens_.expect_symbol(")"));
  TRY(filter(call));
  return make(position, std::move(call));
}

base::Result<ExpressionPtr> ExpressionParser::array() {
  const Position position = tokens_.take().position;
  tokens_.take();
  ArrayOf array{.items = TRY(expressions_until("]"))};
  return make(position, std::move(array));
}

// value[index], value.name
base::Result<ExpressionPtr> ExpressionParser::access(ExpressionPtr value) {
  const Position position = tokens_.position();
  if (value->depth >= kMaxDepth) return too_deep(position);
  if (tokens_.at_symbol("::")) return spark_cast(std::move(value), position);
  if (tokens_.take().text == "[") {
    ExpressionPtr index = TRY(parse());
    TRY(tokens_.expect_symbol("]"));
    return make(position, Subscript{std::move(value), std::move(index)});
  }
  Name name = TRY(tokens_.expect_name_behind_dot());
  return make(position, FieldAccess{std::move(value), std::move(name)});
}

// At "(a, b) ->" or "() ->".
bool ExpressionParser::at_lambda() const {
  std::size_t at = 1;
  while (tokens_.peek(at).kind == TokenKind::Identifier ||
         tokens_.peek(at).kind == TokenKind::QuotedIdentifier || tokens_.at_symbol(",", at))
    ++at;
  return tokens_.at_symbol(")", at) && tokens_.at_symbol("->", at + 1);
}

base::Result<std::vector<Name>> ExpressionParser::lambda_parameters() {
  TRY(tokens_.expect_symbol("("));
  std::vector<Name> names;
  if (tokens_.take_symbol(")")) return names;
  do {
    names.push_back(TRY(tokens_.expect_name()));
  } while (tokens_.take_symbol(","));
  TRY(tokens_.expect_symbol(")"));
  return names;
}

base::Result<ExpressionPtr> ExpressionParser::lambda(std::vector<Name> parameters) {
  const Position position = parameters.empty() ? tokens_.position() : parameters.front().position;
  TRY(tokens_.expect_symbol("->"));
  ExpressionPtr body = TRY(parse());
  return make(position, Lambda{std::move(parameters), std::move(body)});
}

}  // namespace sql
