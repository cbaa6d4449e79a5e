#include "engine/sources/csv_options.h"

#include <fmt/format.h>

#include <functional>

#include "base/text.h"
#include "engine/sources/csv_spark_options.h"

namespace engine {
namespace {

using Options = std::map<std::string, std::string>;
using Setter = std::function<base::Result<void>(CsvOptions&, const std::string&)>;
using Vocabulary = std::map<std::string, Setter>;  // names in lower case

base::Error refused(const std::string& option, const std::string& value, std::string_view why) {
  return base::refusal("UnsupportedOption", 400,
                       fmt::format("The CSV option {} = '{}' is not supported: {}.", option, value, why));
}

base::Result<char> one_character(const std::string& option, const std::string& value) {
  if (value == "\\t") return '\t';
  if (value.size() == 2 && value[0] == '\\' && value[1] >= '0' && value[1] <= '7')
    return static_cast<char>(value[1] - '0');
  if (value.size() == 1 && static_cast<unsigned char>(value[0]) < 0x80 && value[0] != '\n' &&
      value[0] != '\r')
    return value[0];
  return refused(option, value, "one ASCII character is expected");
}

Setter character(std::string option, char CsvOptions::*member) {
  return [=](CsvOptions& into, const std::string& value) -> base::Result<void> {
    into.*member = TRY(one_character(option, value));
    return {};
  };
}

// Hive takes a number for the character of that code: serialization.format = '1' is control-A.
Setter hive_character(std::string option, char CsvOptions::*member) {
  return [=](CsvOptions& into, const std::string& value) -> base::Result<void> {
    const auto code = base::parse_int(value);
    into.*member =
        code && *code > 0 && *code < 0x80 ? static_cast<char>(*code) : TRY(one_character(option, value));
    return {};
  };
}

// `none` is what switches the character off, beside the empty text.
Setter optional_character(std::string option, std::optional<char> CsvOptions::*member,
                          std::string none = {}) {
  return [=](CsvOptions& into, const std::string& value) -> base::Result<void> {
    if (value.empty() || value == none)
      into.*member = std::nullopt;
    else
      into.*member = TRY(one_character(option, value));
    return {};
  };
}

base::Result<bool> truth(const std::string& option, const std::string& value) {
  if (base::iequals(value, "true")) return true;
  if (base::iequals(value, "false")) return false;
  return refused(option, value, "true or false is expected");
}

Setter flag(std::string option, bool CsvOptions::*member) {
  return [=](CsvOptions& into, const std::string& value) -> base::Result<void> {
    into.*member = TRY(truth(option, value));
    return {};
  };
}

Setter null_text() {
  return [](CsvOptions& into, const std::string& value) -> base::Result<void> {
    into.null_text = value;
    return {};
  };
}

Setter skip_lines(std::string option) {
  return [=](CsvOptions& into, const std::string& value) -> base::Result<void> {
    const auto count = base::parse_int(value);
    if (!count || *count < 0 || *count > 1000)
      return refused(option, value, "a count up to 1000 is expected");
    into.skip_lines = *count;
    return {};
  };
}

// An option that has one value here, and any other would change the rows.
Setter only(std::string option, std::string accepted, std::string_view why) {
  return [=](CsvOptions&, const std::string& value) -> base::Result<void> {
    if (base::iequals(value, accepted)) return {};
    return refused(option, value, why);
  };
}

Setter no_effect() {
  return [](CsvOptions&, const std::string&) -> base::Result<void> { return {}; };
}

CsvOptions glue_defaults() {
  return {.escape_everywhere = true,
          .escape_names_controls = true,
          .column_order = CsvOptions::ColumnOrder::ByHeader,
          .default_column_prefix = "col"};
}

Setter compression_type() {
  return [](CsvOptions& into, const std::string& value) -> base::Result<void> {
    for (const auto known : {Compression::None, Compression::Gzip, Compression::Bzip2})
      if (value == name_of(known)) {
        into.compression = known;
        return {};
      }
    return refused("compressionType", value, "gzip, bzip2 and none are read");
  };
}

Setter skip_first() {
  return [](CsvOptions& into, const std::string& value) -> base::Result<void> {
    into.skip_lines = TRY(truth("skipFirst", value)) ? 1 : 0;
    return {};
  };
}

const Vocabulary& glue_vocabulary() {
  static const Vocabulary vocabulary = {
      {"separator", character("separator", &CsvOptions::separator)},
      {"quotechar", optional_character("quoteChar", &CsvOptions::quote, "-1")},
      {"escaper", optional_character("escaper", &CsvOptions::escape)},
      {"withheader", flag("withHeader", &CsvOptions::header)},
      {"skipfirst", skip_first()},
      {"multiline", flag("multiLine", &CsvOptions::multiline)},
      {"optimizeperformance", no_effect()},
      {"compressiontype", compression_type()},
  };
  return vocabulary;
}

CsvOptions lazy_simple_defaults() {
  return {.separator = '\1',
          .quote = std::nullopt,
          .escape_everywhere = true,
          .keeps_escapes = true,
          .skip_blank_lines = false,
          .null_text = "\\N",
          .null_is_raw = true,
          .any_bytes = true,
          .default_column_prefix = "_col"};
}

const Vocabulary& lazy_simple_vocabulary() {
  static const Vocabulary vocabulary = {
      {"field.delim", hive_character("field.delim", &CsvOptions::separator)},
      {"serialization.format", hive_character("serialization.format", &CsvOptions::separator)},
      {"collection.delim", hive_character("collection.delim", &CsvOptions::collection_separator)},
      {"colelction.delim", hive_character("colelction.delim", &CsvOptions::collection_separator)},
      {"mapkey.delim", hive_character("mapkey.delim", &CsvOptions::map_key_separator)},
      {"escape.delim", optional_character("escape.delim", &CsvOptions::escape)},
      {"serialization.null.format", null_text()},
      {"line.delim", only("line.delim", "\n", "lines end with a newline")},
      {"serialization.encoding", only("serialization.encoding", "UTF-8", "texts are UTF-8")},
      {"serialization.last.column.takes.rest",
       only("serialization.last.column.takes.rest", "false", "a row ends with its last column")},
      {"skip.header.line.count", skip_lines("skip.header.line.count")},
  };
  return vocabulary;
}

CsvOptions open_csv_defaults() {
  return {.escape = '\\',
          .escape_everywhere = true,
          .quotes_anywhere = true,
          .skip_blank_lines = false,
          .any_bytes = true,
          .default_column_prefix = "_col"};
}

// Hive takes the quote, which is opencsv's own default when it writes, for the default when it reads.
Setter open_csv_escape() {
  return [](CsvOptions& into, const std::string& value) -> base::Result<void> {
    const std::string meant = value == "\"" ? "\\" : value;
    return optional_character("escapeChar", &CsvOptions::escape)(into, meant);
  };
}

const Vocabulary& open_csv_vocabulary() {
  static const Vocabulary vocabulary = {
      {"separatorchar", character("separatorChar", &CsvOptions::separator)},
      {"quotechar", optional_character("quoteChar", &CsvOptions::quote)},
      {"escapechar", open_csv_escape()},
      {"skip.header.line.count", skip_lines("skip.header.line.count")},
      {"use.null.for.invalid.data", no_effect()},  // of what makes values of the texts
      {"serialization.format",
       no_effect()},  // the catalog writes it for every SerDe; OpenCSVSerde ignores it
  };
  return vocabulary;
}

struct Dialect {
  CsvOptions defaults;
  const Vocabulary& vocabulary;
};

std::optional<Dialect> dialect(const std::string& format) {
  if (format == "glue.csv") return Dialect{glue_defaults(), glue_vocabulary()};
  if (format == "hive.text") return Dialect{lazy_simple_defaults(), lazy_simple_vocabulary()};
  if (format == "hive.opencsv") return Dialect{open_csv_defaults(), open_csv_vocabulary()};
  return std::nullopt;
}

base::Result<void> check_distinct(const CsvOptions& options) {
  if (options.quote == options.separator || options.escape == options.separator)
    return base::refusal(
        "UnsupportedOption", 400,
        fmt::format("The CSV separator '{}' is also the quote or the escape.", options.separator));
  return {};
}

}  // namespace

bool is_csv_format(const std::string& format) {
  return is_spark_csv(format) || dialect(format).has_value();
}

base::Result<CsvOptions> parse_csv_options(const std::string& format, const Options& options) {
  if (is_spark_csv(format)) return parse_spark_csv_options(format, options);
  const auto chosen = dialect(format);
  ASSERT(chosen, "the caller asked is_csv_format()");
  CsvOptions result = chosen->defaults;
  // hive's serialization.format is the older spelling of field.delim: the newer one wins, whatever the order.
  const bool explicit_delimiter = options.contains("field.delim");
  for (const auto& [name, value] : options) {
    if (explicit_delimiter && name == "serialization.format") continue;
    const auto setter = chosen->vocabulary.find(base::to_lower(name));
    if (setter == chosen->vocabulary.end()) return refused(name, value, "this reader has no such option");
    TRY(setter->second(result, value));
  }
  // An escape that is the quote itself says what doubling says.
  if (result.escape && result.escape == result.quote) {
    result.escape = std::nullopt;
    result.doubled_quote = true;
  }
  TRY(check_distinct(result));
  return result;
}

}  // namespace engine
