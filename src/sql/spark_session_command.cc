#include <fmt/format.h>

#include <charconv>

#include "base/text.h"
#include "plan/spark_error.h"
#include "sql/spark_command_parser.h"

// What changes the session alone.
namespace sql {
namespace {

base::Error invalid_set() {
  return plan::spark_error("INVALID_SET_SYNTAX",
                           "Expected format is 'SET', 'SET key', or 'SET key=value'. If you want to include "
                           "special characters in key, or include semicolon in value, please use backquotes, "
                           "e.g., SET `key`=`value`.",
                           {});
}

// Backquotes around the whole of it are none of it.
std::string unquoted(std::string_view text) {
  text = base::trim(text);
  if (text.size() > 1 && text.starts_with('`') && text.ends_with('`')) text = text.substr(1, text.size() - 2);
  return std::string(text);
}

bool has_blanks(std::string_view text) {
  return text.find_first_of(" \t\r\n") != text.npos;
}

std::string offset_text(std::int64_t minutes) {
  const std::int64_t size = minutes < 0 ? -minutes : minutes;
  return fmt::format("{}{:02}:{:02}", minutes < 0 ? "-" : "+", size / 60, size % 60);
}

}  // namespace

base::Result<std::optional<SparkCommand>> CommandParser::use() {
  if (tokens_.at_keyword("IDENTIFIER") && tokens_.at_symbol("(", 1)) return refused("USE IDENTIFIER(...)");
  if (tokens_.peek(1).kind != TokenKind::End) take_database();
  return done(UseCommand{.database = TRY(name())});
}

// SET, SET -v, SET key, SET key=value: anything may stand in the value.
base::Result<std::optional<SparkCommand>> CommandParser::set() {
  if (tokens_.at_keyword("ROLE") && !tokens_.at_end() && tokens_.peek(1).kind != TokenKind::Symbol)
    return spark_invalid_statement("SET ROLE");
  if (take_words({"TIME", "ZONE"})) return set_time_zone();
  for (const char* word : {"VARIABLE", "VAR"})
    if (tokens_.at_keyword(word) && tokens_.peek(1).kind == TokenKind::Identifier)
      return refused("SET VARIABLE");
  if (tokens_.at_keyword("PATH") && tokens_.at_symbol("=", 1)) return refused("SET PATH");
  if (tokens_.at_keyword("CATALOG") && tokens_.peek(1).kind != TokenKind::Symbol &&
      tokens_.peek(1).kind != TokenKind::End) {
    tokens_.take();
    const bool text = tokens_.peek().kind == TokenKind::String;
    return done(SetCatalogCommand{.catalog = text ? TRY(string()) : TRY(word())});
  }
  const std::string said = rest();
  if (said == "-v") return std::optional<SparkCommand>(SetCommand{.key = "", .value = {}, .verbose = true});
  const auto equals = said.find('=');
  const std::string key(base::trim(said.substr(0, equals)));
  SetCommand command{.key = unquoted(key), .value = {}};
  if (command.key == key && has_blanks(key)) return invalid_set();
  if (equals != said.npos) command.value = unquoted(said.substr(equals + 1));
  return std::optional<SparkCommand>(std::move(command));
}

// SET TIME ZONE 'x' | LOCAL | INTERVAL 3 HOURS
base::Result<std::optional<SparkCommand>> CommandParser::set_time_zone() {
  if (tokens_.take_keyword("LOCAL")) return done(SetTimeZoneCommand{.zone = "UTC"});  // that of this server
  if (!tokens_.take_keyword("INTERVAL")) return done(SetTimeZoneCommand{.zone = TRY(string())});
  const std::string sign = tokens_.take_symbol("-") ? "-" : "";
  const Token number = tokens_.take();
  const auto count = base::parse_int(sign + number.text);
  const bool hours = take_any({"HOUR", "HOURS"});
  if (!count || (!hours && !take_any({"MINUTE", "MINUTES"})) || !tokens_.at_end())
    return refused("SET TIME ZONE with such an interval");
  const std::int64_t minutes = hours ? *count * 60 : *count;
  constexpr std::int64_t kMost = std::int64_t{18} * 60;
  if (*count > kMost || *count < -kMost || minutes > kMost || minutes < -kMost)
    return plan::spark_error(
        "INVALID_INTERVAL_FORMAT.TIMEZONE_INTERVAL_OUT_OF_RANGE",
        "Error parsing '<input>' to interval. The interval value must be in the range of "
        "[-18, +18] hours with second precision.",
        {{"input", sign + number.text}});
  return done(SetTimeZoneCommand{.zone = offset_text(minutes)});
}

base::Result<std::optional<SparkCommand>> CommandParser::reset() {
  return std::optional<SparkCommand>(ResetCommand{.key = unquoted(rest())});
}

// CACHE [LAZY] TABLE t [OPTIONS ('storageLevel' = '..')] [[AS] query]
base::Result<std::optional<SparkCommand>> CommandParser::cache() {
  tokens_.take_keyword("LAZY");
  TRY(tokens_.expect_keyword("TABLE"));
  CacheCommand command{.table = TRY(name()), .options = {}, .query = ""};
  if (tokens_.take_keyword("OPTIONS")) command.options = TRY(properties());
  const bool as = tokens_.take_keyword("AS");
  if (at_query()) return with_query(std::move(command));
  if (as) return tokens_.mismatch("<query>");
  return done(std::move(command));
}

base::Result<std::optional<SparkCommand>> CommandParser::uncache() {
  TRY(tokens_.expect_keyword("TABLE"));
  UncacheCommand command;
  command.if_exists = take_if_exists();
  command.table = TRY(name());
  return done(std::move(command));
}

// REFRESH [TABLE] t, REFRESH path
base::Result<std::optional<SparkCommand>> CommandParser::refresh() {
  if (tokens_.take_keyword("TABLE")) return done(RefreshCommand{.table = TRY(name())});
  if (tokens_.at_keyword("FUNCTION")) return refused("REFRESH FUNCTION");
  const bool quoted = tokens_.peek().kind == TokenKind::String;
  const std::string path = rest();
  if (path.empty()) return tokens_.mismatch("<path>");
  if (!quoted && has_blanks(path))
    return plan::spark_error("INVALID_SQL_SYNTAX.INVALID_REFRESH_RESOURCE_PATH",
                             "Invalid SQL syntax: REFRESH statements cannot contain ' ', '\\n', '\\r', '\\t' "
                             "inside unquoted resource paths.",
                             {});
  return std::optional<SparkCommand>(RefreshCommand{});
}

}  // namespace sql
