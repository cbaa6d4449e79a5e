#include "engine/sources/csv_spark_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "base/text.h"
#include "engine/sources/format_options.h"
#include "engine/sources/spark_option_setters.h"
#include "plan/spark_error.h"

namespace engine {
namespace {

using Options = std::map<std::string, std::string>;
using Setter = OptionSetter<CsvOptions>;
using Vocabulary = OptionVocabulary<CsvOptions>;

constexpr const char* kFormat = "CSV";

Setter flag(std::string option, bool CsvOptions::*member) {
  return [=](CsvOptions& into, const std::string& value) -> base::Result<void> {
    into.*member = TRY(spark_flag(option, value));
    return {};
  };
}

Setter character(std::string option, std::optional<char> CsvOptions::*member) {
  return [=](CsvOptions& into, const std::string& value) -> base::Result<void> {
    into.*member = TRY(spark_character(option, value));
    return {};
  };
}

Setter checked_flag(std::string option) {
  return checked_option<CsvOptions>([=](const std::string& value) -> base::Result<void> {
    TRY(spark_flag(option, value));
    return {};
  });
}

Setter no_effect() {
  return [](CsvOptions&, const std::string&) -> base::Result<void> { return {}; };
}

base::Result<void> set_separator(CsvOptions& into, const std::string& value) {
  const std::string delimiter = TRY(spark_delimiter(value));
  into.separator = delimiter[0];
  into.separator_rest = delimiter.substr(1);
  return {};
}

base::Result<void> set_null_text(CsvOptions& into, const std::string& value) {
  into.null_text = value;
  return {};
}

base::Result<void> set_charset(CsvOptions& into, const std::string& value) {
  into.charset = TRY(spark_charset(value, "CSVOptions"));
  return {};
}

base::Result<void> set_csv_line_end(CsvOptions& into, const std::string& value) {
  into.line_end = TRY(csv_line_end(value));
  return {};
}

base::Result<void> set_enforce_schema(CsvOptions& into, const std::string& value) {
  into.header_must_match = !TRY(spark_flag("enforceSchema", value));
  return {};
}

base::Result<void> set_max_columns(CsvOptions& into, const std::string& value) {
  const auto count = TRY(spark_integer("maxColumns", value));
  if (count <= 0 || count > (1 << 24))
    return no_such_option(kFormat, "maxColumns", value, "a number up to 16777216 is expected");
  into.max_columns = static_cast<std::size_t>(count);
  return {};
}

base::Result<void> set_max_characters(CsvOptions& into, const std::string& value) {
  const auto count = TRY(spark_integer("maxCharsPerColumn", value));
  into.max_characters = count < 0 ? std::nullopt : std::optional(count);
  return {};
}

base::Result<void> set_stray_quote(CsvOptions& into, const std::string& value) {
  using StrayQuote = CsvOptions::StrayQuote;
  static const std::map<std::string, StrayQuote> known = {{"stop_at_delimiter", StrayQuote::MakesItRaw},
                                                          {"stop_at_closing_quote", StrayQuote::IsText},
                                                          {"skip_value", StrayQuote::MakesItNull}};
  const std::string name = base::to_lower(value);
  if (name == "back_to_delimiter" || name == "raise_error")
    return no_such_option(kFormat, "unescapedQuoteHandling", value,
                          "STOP_AT_DELIMITER, STOP_AT_CLOSING_QUOTE and SKIP_VALUE are what is done");
  const auto found = known.find(name);
  if (found == known.end()) {
    std::string shown = value;
    std::ranges::transform(shown, shown.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c; });
    return base::refusal(
        plan::kIllegalArgument, 400,
        fmt::format("No enum constant com.univocity.parsers.csv.UnescapedQuoteHandling.{}", shown));
  }
  into.stray_quote = found->second;
  return {};
}

CsvOptions csv_defaults() {
  return {.escape = '\\',
          .doubled_quote = false,
          .open_quote_ends_with_line = true,
          .blank_lines_are_empty = true,
          .blanks_follow_quote = true,
          .null_text = "",
          .empty_is_null = true,
          .same_names = CsvOptions::SameNames::Numbered,
          .default_column_prefix = "_c"};
}

void add_grammar(Vocabulary& all) {
  all["sep"] = all["delimiter"] = set_separator;
  all["quote"] = character("quote", &CsvOptions::quote);
  all["escape"] = character("escape", &CsvOptions::escape);
  all["comment"] = character("comment", &CsvOptions::comment);
  all["encoding"] = all["charset"] = set_charset;
  all["linesep"] = set_csv_line_end;
  all["header"] = flag("header", &CsvOptions::header);
  all["multiline"] = boolean_option(&CsvOptions::multiline);
  all["ignoreleadingwhitespace"] = flag("ignoreLeadingWhiteSpace", &CsvOptions::trims_leading);
  all["ignoretrailingwhitespace"] = flag("ignoreTrailingWhiteSpace", &CsvOptions::trims_trailing);
  all["unescapedquotehandling"] = set_stray_quote;
  all["maxcolumns"] = set_max_columns;
  all["maxcharspercolumn"] = set_max_characters;
  all["enforceschema"] = set_enforce_schema;
}

void add_values(Vocabulary& all) {
  add_common_options(all, kFormat);
  all["nullvalue"] = set_null_text;
  all["emptyvalue"] = text_option(&CsvOptions::empty_text);
  all["inferschema"] = flag("inferSchema", &CsvOptions::infer_schema);
  all["preferdate"] = flag("preferDate", &CsvOptions::prefers_dates);
  all["nanvalue"] = text_option(&CsvOptions::not_a_number);
  all["positiveinf"] = text_option(&CsvOptions::infinity);
  all["negativeinf"] = text_option(&CsvOptions::minus_infinity);
}

// Of how files are written, of how the reader of Spark's works inside, and of columns that nobody asks for.
void add_rest(Vocabulary& all) {
  for (const char* name :
       {"compression", "codec", "columnpruning", "inputbuffersize", "maxmalformedlogperpartition"})
    all[name] = no_effect();
  all["quoteall"] = checked_flag("quoteAll");
  all["escapequotes"] = checked_flag("escapeQuotes");
}

const Vocabulary& csv_vocabulary() {
  static const Vocabulary vocabulary = [] {
    Vocabulary all;
    add_grammar(all);
    add_values(all);
    add_rest(all);
    return all;
  }();
  return vocabulary;
}

CsvOptions text_defaults() {
  return {.separator = '\n', .quote = std::nullopt, .line_is_field = true, .skip_blank_lines = false};
}

base::Result<void> set_line_end(CsvOptions& into, const std::string& value) {
  into.line_end = TRY(line_end(value));
  into.separator = into.line_end[0];
  into.separator_rest = into.line_end.substr(1);
  return {};
}

base::Result<void> check_text_charset(const std::string& value) {
  if (base::iequals(value, "UTF-8")) return {};
  return no_such_option("text", "encoding", value, "only UTF-8 is read");
}

const Vocabulary& text_vocabulary() {
  static const Vocabulary vocabulary = {{"wholetext", boolean_option(&CsvOptions::file_is_field)},
                                        {"linesep", set_line_end},
                                        {"compression", no_effect()},
                                        {"encoding", checked_option<CsvOptions>(check_text_charset)},
                                        {"charset", checked_option<CsvOptions>(check_text_charset)}};
  return vocabulary;
}

// One of two names that mean the same; the first one counts.
bool is_overruled(const Options& lower, const std::string& name) {
  return (name == "delimiter" && lower.contains("sep")) || (name == "charset" && lower.contains("encoding"));
}

// What escapes the escape before a quote is the escape itself.
base::Result<void> check_escape_of_escape(const CsvOptions& options, const Options& lower) {
  const auto found = lower.find("chartoescapequoteescaping");
  if (found == lower.end()) return {};
  const auto character = TRY(spark_character("charToEscapeQuoteEscaping", found->second));
  if (!character || character == options.escape) return {};
  return no_such_option(kFormat, "charToEscapeQuoteEscaping", found->second,
                        "it is the escape that escapes itself");
}

base::Result<void> check_distinct(const CsvOptions& options) {
  if (options.quote != options.separator && options.escape != options.separator) return {};
  return base::refusal(
      "UnsupportedOption", 400,
      fmt::format("The CSV separator '{}' is also the quote or the escape.", options.separator));
}

}  // namespace

bool is_spark_csv(const std::string& format) {
  return format == "csv" || format == "text";
}

base::Result<CsvOptions> parse_spark_csv_options(const std::string& format, const Options& options) {
  const bool is_csv = format == "csv";
  const Vocabulary& vocabulary = is_csv ? csv_vocabulary() : text_vocabulary();
  CsvOptions result = is_csv ? csv_defaults() : text_defaults();
  Options lower;
  for (const auto& [name, value] : options) lower[base::to_lower(name)] = value;
  for (const auto& [name, value] : options) {
    const std::string key = base::to_lower(name);
    if (is_overruled(lower, key) || key == "chartoescapequoteescaping" || is_of_other_format(format, key))
      continue;
    const auto setter = vocabulary.find(key);
    if (setter == vocabulary.end())
      return no_such_option(is_csv ? kFormat : "text", name, value, "this reader has no such option");
    TRY(setter->second(result, value));
  }
  if (!is_csv) return result;
  TRY(check_escape_of_escape(result, lower));
  // An escape that is the quote itself says what doubling says.
  if (result.escape && result.escape == result.quote) {
    result.escape = std::nullopt;
    result.doubled_quote = true;
  }
  TRY(check_distinct(result));
  return result;
}

base::Result<JsonOptions::Mode> spark_mode(std::string_view format, const std::string& value) {
  using Mode = JsonOptions::Mode;
  static const std::map<std::string, Mode> modes = {
      {"permissive", Mode::Permissive}, {"dropmalformed", Mode::DropMalformed}, {"failfast", Mode::FailFast}};
  const auto found = modes.find(base::to_lower(value));
  if (found != modes.end()) return found->second;
  return no_such_option(format, "mode", value, "PERMISSIVE, DROPMALFORMED and FAILFAST are the modes");
}

}  // namespace engine
