#include "sql/spark_command.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "plan/spark_error.h"
#include "sql/lexer.h"
#include "sql/spark_command_parser.h"
#include "sql/spark_errors.h"

namespace sql {
namespace {

bool is_literal(TokenKind kind) {
  return kind == TokenKind::String || kind == TokenKind::Integer || kind == TokenKind::Decimal ||
         kind == TokenKind::Double;
}

}  // namespace

base::Result<std::optional<SparkCommand>> CommandParser::parse() {
  if (tokens_.take_keyword("CREATE")) return create();
  if (tokens_.at_keyword("REPLACE") && tokens_.at_keyword("TABLE", 1)) return create();
  if (tokens_.take_keyword("DROP")) return drop();
  if (tokens_.take_keyword("ALTER")) return alter();
  if (tokens_.take_keyword("INSERT")) return insert("");
  if (tokens_.at_keyword("WITH") || tokens_.at_keyword("FROM")) return behind_common_tables();
  if (tokens_.take_keyword("SHOW")) return show();
  if (take_any({"DESCRIBE", "DESC"})) return describe();
  if (tokens_.take_keyword("EXPLAIN")) return explain();
  if (tokens_.take_keyword("USE")) return use();
  if (tokens_.take_keyword("SET")) return set();
  if (tokens_.take_keyword("RESET")) return reset();
  if (tokens_.take_keyword("CACHE")) return cache();
  if (tokens_.take_keyword("UNCACHE")) return uncache();
  if (take_words({"CLEAR", "CACHE"})) return done(ClearCacheCommand{});
  if (tokens_.take_keyword("REFRESH")) return refresh();
  if (tokens_.take_keyword("COMMENT")) return comment();
  if (tokens_.at_keyword("MSCK") || tokens_.at_keyword("REPAIR")) return repair();
  if (tokens_.take_keyword("TRUNCATE")) return truncate();
  if (tokens_.take_keyword("ANALYZE")) return analyze();
  if (tokens_.at_keyword("UPDATE") || tokens_.at_keyword("DELETE") || tokens_.at_keyword("MERGE"))
    return change_rows();
  return no_statement();
}

std::string CommandParser::text_from(std::size_t offset) const {
  std::string_view rest = base::trim(text_.substr(offset));
  if (rest.ends_with(';')) rest.remove_suffix(1);
  return std::string(rest);
}

std::string CommandParser::rest() const {
  return tokens_.at_end() ? std::string() : text_from(tokens_.peek().offset);
}

bool CommandParser::at_query() const {
  std::size_t ahead = 0;
  while (tokens_.at_symbol("(", ahead)) ++ahead;
  return tokens_.at_query(ahead);
}

bool CommandParser::at_words(std::initializer_list<std::string_view> words) const {
  std::size_t ahead = 0;
  return std::ranges::all_of(words, [&](std::string_view word) { return tokens_.at_keyword(word, ahead++); });
}

bool CommandParser::take_words(std::initializer_list<std::string_view> words) {
  if (!at_words(words)) return false;
  for (std::size_t i = 0; i < words.size(); ++i) tokens_.take();
  return true;
}

bool CommandParser::take_any(std::initializer_list<std::string_view> words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return tokens_.take_keyword(word); });
}

bool CommandParser::take_database() {
  return take_any({"DATABASE", "SCHEMA", "NAMESPACE"});
}

base::Result<TableNameParts> CommandParser::name() {
  TableNameParts parts = {TRY(tokens_.expect_name()).text};
  while (tokens_.take_symbol(".")) parts.push_back(TRY(tokens_.expect_name_behind_dot()).text);
  return parts;
}

base::Result<std::string> CommandParser::word() {
  return TRY(tokens_.expect_name()).text;
}

base::Result<std::string> CommandParser::string() {
  if (tokens_.peek().kind != TokenKind::String) return tokens_.mismatch("<string>");
  return std::string(tokens_.take().text);
}

base::Result<std::string> CommandParser::string_or_null() {
  return tokens_.take_keyword("NULL") ? base::Result<std::string>(std::string()) : string();
}

// The text between parentheses, which may hold others.
base::Result<std::string> CommandParser::in_parentheses() {
  if (!tokens_.at_symbol("(")) return tokens_.mismatch("'('");
  const std::size_t from = tokens_.take().offset + 1;
  for (int depth = 1;; tokens_.take()) {
    if (tokens_.at_end()) return tokens_.mismatch("')'");
    if (tokens_.at_symbol("(")) ++depth;
    if (tokens_.at_symbol(")") && --depth == 0) break;
  }
  return std::string(text_.substr(from, tokens_.take().offset - from));
}

bool CommandParser::is_behind_parentheses(std::string_view word) const {
  CommandParser ahead(*this);
  if (ahead.tokens_.at_symbol("(") && !ahead.in_parentheses().ok()) return false;
  return ahead.tokens_.at_keyword(word);
}

base::Result<std::vector<std::string>> CommandParser::names_in_parentheses() {
  std::vector<std::string> names;
  TRY(tokens_.expect_symbol("("));
  do {
    names.push_back(TRY(word()));
  } while (tokens_.take_symbol(","));
  TRY(tokens_.expect_symbol(")"));
  return names;
}

// A literal as Spark turns it into the text of a partition's value; a type may stand before it.
base::Result<std::optional<std::string>> CommandParser::constant() {
  if (tokens_.take_keyword("NULL")) return std::optional<std::string>();
  for (const char* word : {"TRUE", "FALSE"})
    if (tokens_.take_keyword(word)) return std::optional(base::to_lower(word));
  if (tokens_.peek(1).kind == TokenKind::String) take_any({"DATE", "TIMESTAMP", "TIMESTAMP_NTZ"});
  const std::string sign = tokens_.take_symbol("-") ? "-" : "";
  if (!is_literal(tokens_.peek().kind)) return tokens_.mismatch("<constant>");
  return std::optional(sign + tokens_.take().text);
}

base::Result<PartitionSpec> CommandParser::partition() {
  PartitionSpec spec;
  TRY(tokens_.expect_symbol("("));
  do {
    PartitionValue& value = spec.emplace_back();
    value.key = TRY(word());
    value.given = tokens_.take_symbol("=") || tokens_.take_symbol("==");
    if (value.given) value.value = TRY(constant());
  } while (tokens_.take_symbol(","));
  TRY(tokens_.expect_symbol(")"));
  return spec;
}

base::Result<PartitionSpec> CommandParser::optional_partition() {
  return tokens_.take_keyword("PARTITION") ? partition() : base::Result<PartitionSpec>(PartitionSpec());
}

// ('a' = 'b', c.d = 1, e true)
base::Result<Properties> CommandParser::properties() {
  Properties properties;
  TRY(tokens_.expect_symbol("("));
  do {
    const std::string key =
        tokens_.peek().kind == TokenKind::String ? tokens_.take().text : base::join(TRY(name()), ".");
    tokens_.take_symbol("=");
    const std::string sign = tokens_.take_symbol("-") ? "-" : "";
    if (tokens_.at_end() || tokens_.at_symbol(")")) return tokens_.mismatch("<value>");
    const Token& value = tokens_.take();
    properties[key] = sign + (value.kind == TokenKind::Identifier ? base::to_lower(value.text) : value.text);
  } while (tokens_.take_symbol(","));
  TRY(tokens_.expect_symbol(")"));
  return properties;
}

base::Result<std::vector<std::string>> CommandParser::property_keys() {
  std::vector<std::string> keys;
  TRY(tokens_.expect_symbol("("));
  do {
    keys.push_back(tokens_.peek().kind == TokenKind::String ? tokens_.take().text
                                                            : base::join(TRY(name()), "."));
  } while (tokens_.take_symbol(","));
  TRY(tokens_.expect_symbol(")"));
  return keys;
}

base::Error CommandParser::refused(std::string_view statement) const {
  return not_supported_yet(tokens_.position(), std::string(statement));
}

base::Result<std::optional<SparkCommand>> CommandParser::of_table(std::string_view operation,
                                                                  TableNameParts table) const {
  return std::optional<SparkCommand>(
      UnsupportedTableCommand{.table = std::move(table), .operation = std::string(operation)});
}

base::Error spark_invalid_statement(std::string_view statement) {
  return plan::spark_error("INVALID_STATEMENT_OR_CLAUSE",
                           "The statement or clause: <operation> is not valid.",
                           {{"operation", std::string(statement)}});
}

base::Result<std::optional<SparkCommand>> parse_spark_command(std::string_view text) {
  auto tokens = tokenize(text, spark());
  if (!tokens.ok()) return in_sparks_words(tokens.error(), text);
  auto parsed = CommandParser(text, TokenStream(*std::move(tokens), spark())).parse();
  if (!parsed.ok()) return in_sparks_words(parsed.error(), text);
  return parsed;
}

}  // namespace sql
