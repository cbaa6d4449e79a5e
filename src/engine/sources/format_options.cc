#include "engine/sources/format_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "base/text.h"
#include "plan/spark_error.h"

namespace engine {
namespace {

using Names = std::set<std::string_view>;

// In lower case, to read and to write.
const std::map<std::string_view, Names>& names_by_format() {
  static const std::map<std::string_view, Names> all = {
      {"csv",
       {"sep",
        "delimiter",
        "encoding",
        "charset",
        "quote",
        "escape",
        "chartoescapequoteescaping",
        "comment",
        "header",
        "inferschema",
        "preferdate",
        "enforceschema",
        "ignoreleadingwhitespace",
        "ignoretrailingwhitespace",
        "nullvalue",
        "nanvalue",
        "positiveinf",
        "negativeinf",
        "dateformat",
        "timestampformat",
        "timestampntzformat",
        "enabledatetimeparsingfallback",
        "maxcolumns",
        "maxcharspercolumn",
        "maxmalformedlogperpartition",
        "inputbuffersize",
        "mode",
        "columnnameofcorruptrecord",
        "multiline",
        "samplingratio",
        "emptyvalue",
        "locale",
        "linesep",
        "unescapedquotehandling",
        "columnpruning",
        "timezone",
        "quoteall",
        "escapequotes",
        "compression",
        "codec"}},
      {"json",
       {"timezone",
        "primitivesasstring",
        "prefersdecimal",
        "allowcomments",
        "allowunquotedfieldnames",
        "allowsinglequotes",
        "allownumericleadingzeros",
        "allowbackslashescapinganycharacter",
        "mode",
        "columnnameofcorruptrecord",
        "dateformat",
        "timestampformat",
        "timestampntzformat",
        "enabledatetimeparsingfallback",
        "multiline",
        "allowunquotedcontrolchars",
        "encoding",
        "charset",
        "linesep",
        "samplingratio",
        "dropfieldifallnull",
        "locale",
        "allownonnumericnumbers",
        "infertimestamp",
        "maxnestingdepth",
        "maxnumlen",
        "maxstringlen",
        "compression",
        "ignorenullfields",
        "pretty",
        "writenonasciicharacterascodepoint",
        "useunsaferow",
        "singlevariantcolumn"}},
      {"text", {"wholetext", "linesep", "compression", "encoding", "charset"}},
      {"parquet", {"mergeschema", "datetimerebasemode", "int96rebasemode", "compression"}},
      {"orc", {"mergeschema", "compression"}},
      {"avro",
       {"avroschema", "avroschemaurl", "recordname", "recordnamespace", "ignoreextension", "compression",
        "mode", "datetimerebasemode", "positionalfieldmatching", "recursivefieldmaxdepth",
        "enablestableidentifiersforuniontype", "stableidentifierprefixforuniontype"}}};
  return all;
}

base::Error condition(std::string_view name, std::string_view message) {
  return base::refusal(std::string(name), 400, fmt::format("[{}] {}", name, message));
}

base::Error illegal(std::string message) {
  return base::refusal(plan::kIllegalArgument, 400, std::move(message));
}

bool is_ascii_character(char c) {
  return static_cast<unsigned char>(c) < 0x80;
}

// Behind a backslash.
std::optional<char> meant_by(char c) {
  constexpr std::string_view kWritten = "trbf\"'\\", kMeant = "\t\r\b\f\"'\\";
  const auto place = kWritten.find(c);
  return place == kWritten.npos ? std::nullopt : std::optional(kMeant[place]);
}

// As Java counts, in units of UTF-16.
std::size_t java_length(std::string_view text) {
  std::size_t length = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xc0) != 0x80) length += byte >= 0xf0 ? 2 : 1;
  }
  return length;
}

}  // namespace

bool is_of_other_format(std::string_view format, std::string_view option) {
  const auto& all = names_by_format();
  if (const auto own = all.find(format); own != all.end() && own->second.contains(option)) return false;
  return std::ranges::any_of(all, [&](const auto& names) { return names.second.contains(option); });
}

base::Result<bool> spark_boolean(const std::string& value) {
  if (base::iequals(value, "true")) return true;
  if (base::iequals(value, "false")) return false;
  return illegal(fmt::format("For input string: \"{}\"", value));
}

base::Result<bool> spark_flag(std::string_view option, const std::string& value) {
  if (base::iequals(value, "true")) return true;
  if (base::iequals(value, "false")) return false;
  return illegal(fmt::format("{} flag can be true or false.", option));
}

base::Result<std::int64_t> spark_integer(std::string_view option, const std::string& value) {
  const auto number = base::parse_int(value);
  if (number) return *number;
  return base::refusal("_LEGACY_ERROR_TEMP_2146", 400,
                       fmt::format("{} should be an integer. Found {}.", option, value));
}

base::Result<void> check_sampling_ratio(const std::string& value) {
  char* end = nullptr;
  const double ratio = std::strtod(value.c_str(), &end);
  if (value.empty() || *end != '\0') return illegal(fmt::format("For input string: \"{}\"", value));
  if (ratio > 0) return {};
  return illegal(fmt::format("requirement failed: samplingRatio ({}) should be greater than 0", value));
}

base::Result<std::optional<char>> spark_character(std::string_view option, const std::string& value) {
  if (value.empty() || value == std::string_view("\0", 1)) return std::optional<char>();
  if (java_length(value) > 1)
    return condition(
        "OPTION_VALUE_EXCEEDS_ONE_CHARACTER",
        fmt::format("The value of {} cannot be more than one character, but got {}.", option, value));
  const char character = value[0];
  if (!is_ascii_character(character) || character == '\n' || character == '\r')
    return no_such_option("CSV", option, value, "it is an ASCII character, and no line end");
  return std::optional(character);
}

base::Result<std::string> spark_delimiter(const std::string& value) {
  if (value.empty()) return illegal("Delimiter cannot be empty");
  if (value == "\\")
    return condition(
        "INVALID_DELIMITER_VALUE.SINGLE_BACKSLASH",
        "Invalid value for delimiter. Single backslash is prohibited. It has special meaning as "
        "beginning of an escape sequence. To get the backslash character, pass a string with two "
        "backslashes as the delimiter.");
  if (value == "\\u0000") return std::string(1, '\0');
  std::string delimiter;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] != '\\' || i + 1 == value.size()) {
      delimiter += value[i];
      continue;
    }
    const auto meant = meant_by(value[++i]);
    if (!meant)
      return condition("INVALID_DELIMITER_VALUE.UNSUPPORTED_SPECIAL_CHARACTER",
                       fmt::format("Invalid value for delimiter. Unsupported special character for "
                                   "delimiter: \\{}.",
                                   value[i]));
    delimiter += *meant;
  }
  if (delimiter.find_first_of("\r\n") != delimiter.npos)
    return no_such_option("CSV", "sep", value, "fields do not end where lines do");
  return delimiter;
}

base::Result<std::string> csv_line_end(const std::string& value) {
  constexpr std::string_view kWrong = "Invalid line separator configuration. The 'lineSep' option";
  if (value.empty())
    return condition("INVALID_LINE_SEPARATOR.EMPTY", fmt::format("{} cannot be an empty string.", kWrong));
  if (const std::size_t length = java_length(value); length > 2)
    return condition(
        "INVALID_LINE_SEPARATOR.TOO_LONG",
        fmt::format("{} can contain at most 2 characters, but got {} characters.", kWrong, length));
  return value;
}

base::Result<std::string> line_end(const std::string& value) {
  if (value.empty()) return illegal("requirement failed: 'lineSep' cannot be an empty string.");
  return value;
}

base::Result<Charset> spark_charset(const std::string& value, std::string_view asked_by) {
  const auto charset = charset_named(value);
  if (!charset) return no_charset(value, asked_by);
  return *charset;
}

base::Result<void> check_locale(const std::string& value) {
  if (value.empty() || base::iequals(value, "en") || base::to_lower(value).starts_with("en-")) return {};
  return no_such_option("", "locale", value, "names of months and days are English");
}

base::Result<void> check_rebase_mode(std::string_view format, std::string_view option,
                                     const std::string& value) {
  if (base::iequals(value, "CORRECTED") || base::iequals(value, "EXCEPTION")) return {};
  return no_such_option(format, option, value, "days before 1582 are read as they stand");
}

base::Result<bool> avro_boolean(std::string_view option, const std::string& value) {
  if (base::iequals(value, "true")) return true;
  if (base::iequals(value, "false")) return false;
  return condition(
      "STDS_INVALID_OPTION_VALUE.WITH_MESSAGE",
      fmt::format("Invalid value for source option '{}': Cannot cast value '{}' to Boolean.", option, value));
}

base::Error no_such_option(std::string_view format, std::string_view option, std::string_view value,
                           std::string_view why) {
  return base::refusal("UnsupportedOption", 400,
                       fmt::format("The {}{}option {} = '{}' is not supported: {}.", format,
                                   format.empty() ? "" : " ", option, value, why));
}

}  // namespace engine
