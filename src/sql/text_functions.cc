#include <array>

#include "sql/function_row.h"

// https://trino.io/docs/435/functions/string.html, regexp.html, url.html
namespace sql {
namespace {

using Arguments = std::vector<Typed>;

// Trino trims every white space, Spark's trim only blanks.
constexpr std::string_view kWhiteSpace =
    " \t\n\v\f\r\x1c\x1d\x1e\x1f\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u2028"
    "\u2029\u205f\u3000";

PlanExpression trimmed(const char* function, Arguments arguments) {
  PlanExpression characters =
      arguments.size() > 1 ? std::move(arguments[1].plan) : plan::literal(kWhiteSpace);
  return plan::call(function, {std::move(arguments[0].plan), std::move(characters)});
}

base::Result<PlanExpression> trim(Arguments arguments, Position) {
  return trimmed("trino.trim", std::move(arguments));
}
base::Result<PlanExpression> ltrim(Arguments arguments, Position) {
  return trimmed("trino.ltrim", std::move(arguments));
}
base::Result<PlanExpression> rtrim(Arguments arguments, Position) {
  return trimmed("trino.rtrim", std::move(arguments));
}

// Without a text to put in its place, what is found goes.
base::Result<PlanExpression> remove_text(Arguments arguments, Position) {
  return plan::call("trino.replace",
                    {std::move(arguments[0].plan), std::move(arguments[1].plan), plan::literal("")});
}
base::Result<PlanExpression> remove_matches(Arguments arguments, Position) {
  return plan::call("trino.regexp_replace",
                    {std::move(arguments[0].plan), std::move(arguments[1].plan), plan::literal("")});
}

base::Result<PlanExpression> join_texts(Arguments arguments, Position) {
  return plan::call("trino.array_join", {std::move(arguments[1].plan), std::move(arguments[0].plan)});
}
base::Result<PlanExpression> too_few_texts(Arguments, Position) {
  return base::refusal("INVALID_FUNCTION_ARGUMENT", 400, "There must be two or more arguments");
}

PlanExpression whole_match() {
  return plan::literal(std::int64_t{0});
}
base::Result<PlanExpression> regexp_extract(Arguments arguments, Position) {
  return plan::call("trino.regexp_extract",
                    {std::move(arguments[0].plan), std::move(arguments[1].plan), whole_match()});
}
base::Result<PlanExpression> regexp_extract_all(Arguments arguments, Position) {
  return plan::call("trino.regexp_extract_all",
                    {std::move(arguments[0].plan), std::move(arguments[1].plan), whole_match()});
}
base::Result<PlanExpression> regexp_position(Arguments arguments, Position) {
  PlanExpression start = arguments.size() > 2 ? std::move(arguments[2].plan) : plan::literal(std::int64_t{1});
  return plan::call("trino.regexp_position", {std::move(arguments[0].plan), std::move(arguments[1].plan),
                                              std::move(start), plan::literal(std::int64_t{1})});
}

base::Result<PlanExpression> split(Arguments arguments, Position) {
  constexpr std::int64_t kNoLimit = 2147483647;
  return plan::call("trino.split",
                    {std::move(arguments[0].plan), std::move(arguments[1].plan), plan::literal(kNoLimit)});
}

// What is shown as Java's Formatter shows it.
base::Result<PlanExpression> format_values(Arguments arguments, Position position) {
  for (const Typed& value : arguments) {
    if (is_nested(value.type) || value.type.kind == TypeKind::Varbinary)
      return error_at(position, "NOT_SUPPORTED",
                      "Type not supported for formatting: " + to_string(value.type));
    if ((is_time(value.type) && value.type.kind != TypeKind::Date) || is_number_in_plan(value.type))
      return not_supported_yet(position, "format of " + to_string(value.type));
  }
  return plan::call("trino.format", plans(std::move(arguments)));
}

base::Result<PlanExpression> stem_english(Arguments arguments, Position) {
  return plan::call("trino.word_stem", {std::move(arguments[0].plan), plan::literal("en")});
}

Type soundex_type(Types) {
  constexpr int kLength = 4;
  return varchar_type(kLength);
}

Type size_type(Types) {
  return decimal_type(kMaxDecimalPrecision, 0);
}

// What stands before the point, as far as 64 bits go.
base::Result<PlanExpression> format_double(Arguments arguments, Position) {
  return plan::call("trino.format_number",
                    {plan::cast(std::move(arguments[0].plan), "bigint", plan::CastMode::Legacy)});
}

// What is left of a char has none of its blanks behind.
template <base::Result<PlanExpression> (*function)(Arguments, Position)>
base::Result<PlanExpression> without_blanks(Arguments arguments, Position position) {
  arguments[0].plan = plan::call("rtrim", {std::move(arguments[0].plan)});
  return function(std::move(arguments), position);
}

Type text_of_char(Types arguments) {
  return varchar_type(arguments[0].precision);
}

constexpr std::array kRows = std::to_array<Function>({
    {"lower(varchar) -> varchar", "trino.lower", false, nullptr, first_type},
    {"upper(varchar) -> varchar", "trino.upper", false, nullptr, first_type},
    {"length(varchar) -> bigint", "length", true},
    {"trim(varchar) -> varchar", "", false, trim, first_type},
    {"ltrim(varchar) -> varchar", "", false, ltrim, first_type},
    {"rtrim(varchar) -> varchar", "", false, rtrim, first_type},
    {"trim(varchar, varchar) -> varchar", "trino.trim", false, nullptr, first_type},
    {"ltrim(varchar, varchar) -> varchar", "trino.ltrim", false, nullptr, first_type},
    {"rtrim(varchar, varchar) -> varchar", "trino.rtrim", false, nullptr, first_type},
    {"substr(varchar, bigint) -> varchar", "trino.substr", false, nullptr, first_type},
    {"substr(varchar, bigint, bigint) -> varchar", "trino.substr", false, nullptr, first_type},
    {"substring(varchar, bigint) -> varchar", "trino.substr", false, nullptr, first_type},
    {"substring(varchar, bigint, bigint) -> varchar", "trino.substr", false, nullptr, first_type},
    {"lower(char) -> char", "trino.lower", false, nullptr, first_type},
    {"upper(char) -> char", "trino.upper", false, nullptr, first_type},
    {"length(char) -> bigint", "length", true},
    {"trim(char) -> varchar", "", false, without_blanks<trim>, text_of_char},
    {"ltrim(char) -> varchar", "", false, without_blanks<ltrim>, text_of_char},
    {"rtrim(char) -> varchar", "", false, without_blanks<rtrim>, text_of_char},
    {"trim(char, varchar) -> varchar", "", false, without_blanks<trim>, text_of_char},
    {"ltrim(char, varchar) -> varchar", "", false, without_blanks<ltrim>, text_of_char},
    {"rtrim(char, varchar) -> varchar", "", false, without_blanks<rtrim>, text_of_char},
    {"substr(char, bigint) -> varchar", "trino.substr", false, nullptr, text_of_char},
    {"substr(char, bigint, bigint) -> varchar", "trino.substr", false, nullptr, text_of_char},
    {"substring(char, bigint) -> varchar", "trino.substr", false, nullptr, text_of_char},
    {"substring(char, bigint, bigint) -> varchar", "trino.substr", false, nullptr, text_of_char},
    {"replace(varchar, varchar) -> varchar", "", false, remove_text},
    {"replace(varchar, varchar, varchar) -> varchar", "trino.replace"},
    {"reverse(varchar) -> varchar", "reverse", false, nullptr, first_type},
    {"strpos(varchar, varchar) -> bigint", "instr", true},
    {"strpos(varchar, varchar, bigint) -> bigint", "trino.strpos"},
    {"starts_with(varchar, varchar) -> boolean", "startswith"},
    {"translate(varchar, varchar, varchar) -> varchar", "translate"},
    {"lpad(varchar, bigint, varchar) -> varchar", "trino.lpad"},
    {"rpad(varchar, bigint, varchar) -> varchar", "trino.rpad"},
    {"concat_ws(varchar) -> varchar", "", false, too_few_texts},
    {"concat_ws(varchar, varchar...) -> varchar", "concat_ws"},
    {"concat_ws(varchar, array(varchar)) -> varchar", "", false, join_texts},
    {"split(varchar, varchar) -> array(varchar)", "", false, split},
    {"split(varchar, varchar, bigint) -> array(varchar)", "trino.split"},
    {"split_part(varchar, varchar, bigint) -> varchar", "trino.split_part"},
    {"chr(bigint) -> varchar", "trino.chr"},
    {"codepoint(varchar) -> integer", "trino.codepoint"},
    {"normalize(varchar, varchar) -> varchar", "trino.normalize"},
    {"format(varchar, any...) -> varchar", "", false, format_values},
    {"soundex(varchar) -> varchar", "trino.soundex", false, nullptr, soundex_type},
    {"word_stem(varchar) -> varchar", "", false, stem_english, first_type},
    {"word_stem(varchar, varchar) -> varchar", "trino.word_stem", false, nullptr, first_type},
    {"split_to_map(varchar, varchar, varchar) -> map(varchar, varchar)", "trino.split_to_map"},
    {"split_to_multimap(varchar, varchar, varchar) -> map(varchar, array(varchar))",
     "trino.split_to_multimap"},
    {"format_number(bigint) -> varchar", "trino.format_number"},
    {"format_number(double) -> varchar", "", false, format_double},
    {"human_readable_seconds(double) -> varchar", "trino.human_readable_seconds"},
    {"parse_data_size(varchar) -> decimal", "trino.parse_data_size", true, nullptr, size_type},
    {"parse_presto_data_size(varchar) -> decimal", "trino.parse_data_size", true, nullptr, size_type},
    {"regexp_replace(varchar, varchar, function(array(varchar), varchar)) -> varchar",
     "trino.regexp_transform"},
    {"hamming_distance(varchar, varchar) -> bigint", "trino.hamming_distance"},
    {"levenshtein_distance(varchar, varchar) -> bigint", "trino.levenshtein_distance"},
    {"luhn_check(varchar) -> boolean", "trino.luhn_check"},
    {"regexp_like(varchar, varchar) -> boolean", "trino.regexp_like"},
    {"regexp_replace(varchar, varchar) -> varchar", "", false, remove_matches},
    {"regexp_replace(varchar, varchar, varchar) -> varchar", "trino.regexp_replace"},
    {"regexp_extract(varchar, varchar) -> varchar", "", false, regexp_extract},
    {"regexp_extract(varchar, varchar, bigint) -> varchar", "trino.regexp_extract"},
    {"regexp_extract_all(varchar, varchar) -> array(varchar)", "", false, regexp_extract_all},
    {"regexp_extract_all(varchar, varchar, bigint) -> array(varchar)", "trino.regexp_extract_all"},
    {"regexp_split(varchar, varchar) -> array(varchar)", "trino.regexp_split"},
    {"regexp_count(varchar, varchar) -> bigint", "trino.regexp_count"},
    {"regexp_position(varchar, varchar) -> integer", "", true, regexp_position},
    {"regexp_position(varchar, varchar, bigint) -> integer", "", true, regexp_position},
    {"regexp_position(varchar, varchar, bigint, bigint) -> integer", "trino.regexp_position", true},
    {"url_extract_protocol(varchar) -> varchar", "trino.url_extract_protocol"},
    {"url_extract_host(varchar) -> varchar", "trino.url_extract_host"},
    {"url_extract_path(varchar) -> varchar", "trino.url_extract_path"},
    {"url_extract_query(varchar) -> varchar", "trino.url_extract_query"},
    {"url_extract_fragment(varchar) -> varchar", "trino.url_extract_fragment"},
    {"url_extract_port(varchar) -> bigint", "trino.url_extract_port"},
    {"url_extract_parameter(varchar, varchar) -> varchar", "trino.url_extract_parameter"},
    {"url_encode(varchar) -> varchar", "trino.url_encode"},
    {"url_decode(varchar) -> varchar", "trino.url_decode"},
});

}  // namespace

std::span<const Function> text_functions() {
  return kRows;
}

}  // namespace sql
