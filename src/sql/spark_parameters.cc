#include "sql/spark_parameters.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/text.h"
#include "plan/expression_text.h"
#include "sql/spark_errors.h"

namespace sql {
namespace {

using Literal = plan::Expression::Literal;

// Writes values as a client might have written them into the statement.
class Values {
 public:
  Values(std::string_view marker, Position place) : marker_(marker), place_(place) {}

  base::Result<void> write(const plan::Expression& value) {
    constexpr std::array<std::string_view, 6> kCollections = {
        "array", "map", "struct", "named_struct", "map_from_arrays", "map_from_entries"};
    if (value.has_literal()) return put_literal(value.literal()) ? base::Result<void>() : invalid();
    if (value.has_alias() && value.alias().name_size() == 1) {
      TRY(write(value.alias().expr()));
      word("AS");
      return put(TokenKind::QuotedIdentifier, value.alias().name(0)), base::Result<void>();
    }
    const std::string function = base::to_lower(value.unresolved_function().function_name());
    if (!value.has_unresolved_function() || std::ranges::find(kCollections, function) == kCollections.end())
      return invalid();
    word(function);
    symbol("(");
    for (int i = 0; i < value.unresolved_function().arguments_size(); ++i) {
      if (i > 0) symbol(",");
      TRY(write(value.unresolved_function().arguments(i)));
    }
    symbol(")");
    return {};
  }

  std::vector<Token> take() { return std::move(tokens_); }

 private:
  // False: it is no literal of SQL.
  bool put_literal(const Literal& literal) {
    switch (literal.literal_type_case()) {
      case Literal::kNull:
        if (literal.null().has_null()) word("NULL");
        return literal.null().has_null();
      case Literal::kBoolean:
        return word(literal.boolean() ? "TRUE" : "FALSE"), true;
      case Literal::kByte:
        return number(TokenKind::Integer, fmt::format("{}Y", literal.byte())), true;
      case Literal::kShort:
        return number(TokenKind::Integer, fmt::format("{}S", literal.short_())), true;
      case Literal::kInteger:
        return number(TokenKind::Integer, fmt::to_string(literal.integer())), true;
      case Literal::kLong:
        return number(TokenKind::Integer, fmt::format("{}L", literal.long_())), true;
      case Literal::kFloat:
        return floating(literal.float_(), "F", "float"), true;
      case Literal::kDouble:
        return floating(literal.double_(), "D", "double"), true;
      case Literal::kDecimal:
        return number(TokenKind::Decimal, literal.decimal().value() + "BD"), true;
      case Literal::kString:
        return put(TokenKind::String, literal.string()), true;
      case Literal::kBinary:
        return put(TokenKind::Binary, literal.binary()), true;
      case Literal::kDate:
        return typed("DATE", plan::iso_date(literal.date())), true;
      case Literal::kTimestamp:
        return typed("TIMESTAMP", plan::iso_timestamp(literal.timestamp()) + "Z"), true;
      case Literal::kTimestampNtz:
        return typed("TIMESTAMP_NTZ", plan::iso_timestamp(literal.timestamp_ntz())), true;
      case Literal::kArray:
        word("array");
        symbol("(");
        for (int i = 0; i < literal.array().elements_size(); ++i) {
          if (i > 0) symbol(",");
          if (!put_literal(literal.array().elements(i))) return false;
        }
        return symbol(")"), true;
      default:
        return false;
    }
  }

  template <typename Number>
  void floating(Number value, const char* suffix, const char* type) {
    if (std::isfinite(value)) return number(TokenKind::Double, fmt::format("{}{}", value, suffix));
    word("CAST");  // no literal is one
    symbol("(");
    put(TokenKind::String, fmt::format("{}", value));
    word("AS");
    word(type);
    symbol(")");
  }

  void number(TokenKind kind, std::string text) {
    if (text.starts_with('-')) {
      symbol("-");
      text.erase(0, 1);
    }
    put(kind, std::move(text));
  }

  void typed(const char* type, std::string value) {
    word(type);
    put(TokenKind::String, std::move(value));
  }

  void word(std::string_view text) {
    Token token{.kind = TokenKind::Identifier, .text = std::string(text), .position = place_};
    for (const char c : text) token.keyword += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    tokens_.push_back(std::move(token));
  }

  void symbol(const char* text) { put(TokenKind::Symbol, text); }

  void put(TokenKind kind, std::string text) {
    tokens_.push_back({.kind = kind, .text = std::move(text), .position = place_});
  }

  base::Error invalid() const {
    return spark_error(place_, "INVALID_SQL_ARG",
                       "The argument <name> of `sql()` is invalid. Consider to replace it either by a SQL "
                       "literal or by collection constructor functions such as `map()`, `array()`, "
                       "`struct()`.",
                       {{"name", std::string(marker_)}});
  }

  const std::string_view marker_;
  const Position place_;
  std::vector<Token> tokens_;
};

bool is_name_part(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '`';
}

class Binder {
 public:
  Binder(std::string_view text, const SparkParameters& parameters) : text_(text), parameters_(parameters) {}

  base::Result<std::vector<Token>> bind(std::vector<Token> tokens) {
    std::vector<Token> bound;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      if (is_symbol(tokens[i], "?")) {
        TRY(append(bound, next_ < parameters_.by_place.size() ? &parameters_.by_place[next_] : nullptr,
                   fmt::format("_{}", tokens[i].offset), tokens[i].position));
        ++next_;
      } else if (begins_name(tokens, i)) {
        const auto found = parameters_.by_name.find(tokens[i + 1].text);
        TRY(append(bound, found == parameters_.by_name.end() ? nullptr : &found->second, tokens[i + 1].text,
                   tokens[i].position));
        ++i;
      } else {
        bound.push_back(std::move(tokens[i]));
      }
    }
    return bound;
  }

 private:
  static bool is_symbol(const Token& token, std::string_view symbol) {
    return token.kind == TokenKind::Symbol && token.text == symbol;
  }

  // `:name` in one; not the colon of struct<name:type>.
  bool begins_name(const std::vector<Token>& tokens, std::size_t i) const {
    return is_symbol(tokens[i], ":") && tokens[i + 1].kind == TokenKind::Identifier &&
           tokens[i + 1].offset == tokens[i].offset + 1 &&
           (tokens[i].offset == 0 || !is_name_part(text_[tokens[i].offset - 1]));
  }

  static base::Result<void> append(std::vector<Token>& bound, const plan::Expression* value,
                                   const std::string& marker, Position place) {
    const std::string name = plan::quoted(marker);
    if (value == nullptr)
      return spark_error(place, "UNBOUND_SQL_PARAMETER",
                         "Found the unbound parameter: <name>. Please, fix `args` and provide a mapping of "
                         "the parameter to either a SQL literal or collection constructor functions such as "
                         "`map()`, `array()`, `struct()`.",
                         {{"name", name}});
    Values values(name, place);
    TRY(values.write(*value));
    std::vector<Token> tokens = values.take();
    const bool grouped = tokens.size() > 1;
    if (grouped) bound.push_back({.kind = TokenKind::Symbol, .text = "(", .position = place});
    std::ranges::move(tokens, std::back_inserter(bound));
    if (grouped) bound.push_back({.kind = TokenKind::Symbol, .text = ")", .position = place});
    return {};
  }

  const std::string_view text_;
  const SparkParameters& parameters_;
  std::size_t next_ = 0;
};

}  // namespace

base::Result<std::vector<Token>> bind_spark_parameters(std::string_view text, std::vector<Token> tokens,
                                                       const SparkParameters& parameters) {
  return Binder(text, parameters).bind(std::move(tokens));
}

}  // namespace sql
