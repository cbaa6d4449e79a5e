#include <algorithm>
#include <array>
#include <cctype>

#include "sql/expression_parser.h"

// The grammar of JSON_EXISTS, JSON_VALUE, JSON_QUERY, JSON_ARRAY and JSON_OBJECT:
// https://trino.io/docs/435/functions/json.html
namespace sql {
namespace {

using Kind = JsonForm::Kind;
using On = JsonForm::Behavior::Kind;

struct FormName {
  std::string_view word;
  Kind kind;
};
constexpr std::array kForms = std::to_array<FormName>({
    {"JSON_EXISTS", Kind::Exists},
    {"JSON_VALUE", Kind::Value},
    {"JSON_QUERY", Kind::Query},
    {"JSON_ARRAY", Kind::Array},
    {"JSON_OBJECT", Kind::Object},
});

// A name without quotes is in upper case to a path: SQL's rule, which Trino follows here alone.
Name variable_name(Name name, TokenKind kind) {
  if (kind == TokenKind::QuotedIdentifier) return name;
  for (char& letter : name.text) letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
  return name;
}

}  // namespace

base::Result<ExpressionPtr> ExpressionParser::json_form() {
  const auto* known = std::ranges::find(kForms, tokens_.peek().keyword, &FormName::word);
  if (known == kForms.end()) return ExpressionPtr();
  const Position position = tokens_.take().position;
  tokens_.take();
  JsonForm form{.kind = known->kind};
  if (form.kind == Kind::Array || form.kind == Kind::Object)
    TRY(json_operands(form));
  else
    TRY(json_path_clauses(form));
  if (!tokens_.take_symbol(")")) return tokens_.mismatch("')'");
  return make(position, std::move(form));
}

base::Result<void> ExpressionParser::json_path_clauses(JsonForm& form) {
  form.input = TRY(json_operand());
  if (!tokens_.take_symbol(",")) return tokens_.mismatch("','");
  form.path_position = tokens_.position();
  if (tokens_.peek().kind != TokenKind::String) return tokens_.mismatch("<string>");
  form.path = tokens_.take().text;
  if (tokens_.take_keyword("AS")) form.path_name = TRY(tokens_.expect_name());
  if (tokens_.take_keyword("PASSING")) TRY(json_variables(form));
  if (form.kind != Kind::Exists) TRY(json_returning(form, form.kind == Kind::Query));
  if (form.kind == Kind::Query) {
    TRY(json_wrapper(form));
    TRY(json_quotes(form));
  }
  return json_behaviors(form);
}

base::Result<void> ExpressionParser::json_variables(JsonForm& form) {
  do {
    JsonForm::Operand variable = TRY(json_operand());
    TRY(tokens_.expect_keyword("AS"));
    const TokenKind kind = tokens_.peek().kind;
    variable.name = variable_name(TRY(tokens_.expect_name()), kind);
    form.operands.push_back(std::move(variable));
  } while (tokens_.take_symbol(","));
  return {};
}

base::Result<JsonForm::Operand> ExpressionParser::json_operand() {
  JsonForm::Operand operand{.value = TRY(parse())};
  operand.is_json = TRY(json_format());
  return operand;
}

// [FORMAT JSON]
base::Result<bool> ExpressionParser::json_format() {
  if (!tokens_.take_keyword("FORMAT")) return false;
  TRY(tokens_.expect_keyword("JSON"));
  if (tokens_.at_keyword("ENCODING")) return not_supported_yet(tokens_.position(), "JSON in an encoding");
  return true;
}

base::Result<void> ExpressionParser::json_returning(JsonForm& form, bool formats) {
  if (!tokens_.take_keyword("RETURNING")) return {};
  form.returning = TRY(type_name());
  if (formats) TRY(json_format());
  return {};
}

// [WITHOUT [ARRAY] | WITH [CONDITIONAL | UNCONDITIONAL] [ARRAY]] WRAPPER
base::Result<void> ExpressionParser::json_wrapper(JsonForm& form) {
  const bool with = tokens_.take_keyword("WITH");
  if (!with && !tokens_.take_keyword("WITHOUT")) return {};
  if (with) {
    const bool conditional = tokens_.take_keyword("CONDITIONAL");
    if (!conditional) tokens_.take_keyword("UNCONDITIONAL");
    form.wrapper = conditional ? JsonForm::Wrapper::Conditional : JsonForm::Wrapper::Unconditional;
  }
  tokens_.take_keyword("ARRAY");
  return tokens_.expect_keyword("WRAPPER");
}

// [KEEP | OMIT] QUOTES [ON SCALAR STRING]
base::Result<void> ExpressionParser::json_quotes(JsonForm& form) {
  form.keeps_quotes = !tokens_.take_keyword("OMIT");
  if (form.keeps_quotes && !tokens_.take_keyword("KEEP")) return {};
  TRY(tokens_.expect_keyword("QUOTES"));
  if (!tokens_.take_keyword("ON")) return {};
  TRY(tokens_.expect_keyword("SCALAR"));
  return tokens_.expect_keyword("STRING");
}

// [behavior ON EMPTY] [behavior ON ERROR]; JSON_EXISTS has the latter alone.
base::Result<void> ExpressionParser::json_behaviors(JsonForm& form) {
  if (form.kind == Kind::Exists) form.on_error.kind = On::False;
  for (bool empty_may_come = form.kind != Kind::Exists; !tokens_.at_symbol(")"); empty_may_come = false) {
    JsonForm::Behavior behavior = TRY(json_behavior(form.kind));
    TRY(tokens_.expect_keyword("ON"));
    if (empty_may_come && tokens_.take_keyword("EMPTY")) {
      form.on_empty = std::move(behavior);
      continue;
    }
    form.on_error = std::move(behavior);
    return tokens_.expect_keyword("ERROR");
  }
  return {};
}

base::Result<JsonForm::Behavior> ExpressionParser::json_behavior(Kind form) {
  if (tokens_.take_keyword("ERROR")) return JsonForm::Behavior{On::Error};
  if (form == Kind::Exists) {
    if (tokens_.take_keyword("TRUE")) return JsonForm::Behavior{On::True};
    if (tokens_.take_keyword("FALSE")) return JsonForm::Behavior{On::False};
    if (tokens_.take_keyword("UNKNOWN")) return JsonForm::Behavior{On::Unknown};
    return tokens_.mismatch("')', 'ERROR', 'FALSE', 'PASSING', 'TRUE', 'UNKNOWN'");
  }
  if (tokens_.take_keyword("NULL")) return JsonForm::Behavior{On::Null};
  if (form == Kind::Value) {
    if (!tokens_.take_keyword("DEFAULT")) return tokens_.mismatch("')', 'DEFAULT', 'ERROR', 'NULL'");
    JsonForm::Behavior behavior{.kind = On::Default};
    behavior.otherwise = TRY(parse());
    return behavior;
  }
  if (!tokens_.take_keyword("EMPTY")) return tokens_.mismatch("')', 'EMPTY', 'ERROR', 'NULL'");
  if (tokens_.take_keyword("ARRAY")) return JsonForm::Behavior{On::Array};
  TRY(tokens_.expect_keyword("OBJECT"));
  return JsonForm::Behavior{On::Object};
}

// JSON_ARRAY(value, ... [NULL | ABSENT ON NULL] [RETURNING type]), and JSON_OBJECT with its members.
base::Result<void> ExpressionParser::json_operands(JsonForm& form) {
  const bool object = form.kind == Kind::Object;
  form.keeps_nulls = object;
  if (!tokens_.at_symbol(")") && !tokens_.at_keyword("RETURNING")) {
    do {
      form.operands.push_back(TRY(object ? json_member() : json_operand()));
    } while (tokens_.take_symbol(","));
    if (tokens_.at_keyword("NULL") || tokens_.at_keyword("ABSENT")) {
      form.keeps_nulls = tokens_.take().keyword == "NULL";
      TRY(tokens_.expect_keyword("ON"));
      TRY(tokens_.expect_keyword("NULL"));
    }
    if (object && (tokens_.at_keyword("WITH") || tokens_.at_keyword("WITHOUT"))) {
      form.unique_keys = tokens_.take().keyword == "WITH";
      TRY(tokens_.expect_keyword("UNIQUE"));
      tokens_.take_keyword("KEYS");
    }
  }
  return json_returning(form, true);
}

// [KEY] key VALUE value, or key : value
base::Result<JsonForm::Operand> ExpressionParser::json_member() {
  const bool word = at_json_key();
  if (word) tokens_.take();
  ExpressionPtr key = TRY(parse());
  const bool colon = !word && tokens_.take_symbol(":");
  if (!colon && !tokens_.take_keyword("VALUE")) return tokens_.mismatch(word ? "'VALUE'" : "':', 'VALUE'");
  JsonForm::Operand member = TRY(json_operand());
  member.key = std::move(key);
  return member;
}

// At the word KEY, and not at a column of that name.
bool ExpressionParser::at_json_key() const {
  if (!tokens_.at_keyword("KEY")) return false;
  if (tokens_.at_keyword("VALUE", 1)) return tokens_.at_keyword("VALUE", 2);
  return tokens_.peek(1).kind != TokenKind::Symbol || tokens_.at_symbol("(", 1) || tokens_.at_symbol("-", 1);
}

}  // namespace sql
