#include "engine/worker/text_write_options.h"

#include <fmt/format.h>

#include "base/text.h"
#include "engine/sources/format_options.h"

namespace engine {
namespace {

WriteSetter flag(std::string option, bool CsvStyle::*member) {
  return [=](WriteSpec& spec, const std::string& value) -> base::Result<void> {
    spec.csv.*member = TRY(spark_flag(option, value));
    return {};
  };
}

// NUL is what Spark writes where there is none.
WriteSetter character(std::string option, char CsvStyle::*member) {
  return [=](WriteSpec& spec, const std::string& value) -> base::Result<void> {
    spec.csv.*member = TRY(spark_character(option, value)).value_or('\0');
    return {};
  };
}

WriteSetter text(std::string CsvStyle::*member) {
  return [=](WriteSpec& spec, const std::string& value) -> base::Result<void> {
    spec.csv.*member = value;
    return {};
  };
}

WriteSetter pattern(std::optional<std::string> TimeFormats::*member) {
  return [=](WriteSpec& spec, const std::string& value) -> base::Result<void> {
    spec.times.*member = value;
    return {};
  };
}

WriteSetter charset(std::string asked_by) {
  return [=](WriteSpec& spec, const std::string& value) -> base::Result<void> {
    spec.charset = TRY(spark_charset(value, asked_by));
    return {};
  };
}

// What is done anyway; the other value is refused by name.
WriteSetter only_false(std::string format, std::string option) {
  return [=](WriteSpec&, const std::string& value) -> base::Result<void> {
    if (!TRY(spark_boolean(value))) return {};
    return no_such_option(format, option, value, "it is written as if it were false");
  };
}

base::Result<void> set_separator(WriteSpec& spec, const std::string& value) {
  spec.csv.separator = TRY(spark_delimiter(value));
  return {};
}

base::Result<void> set_escape_of_escape(WriteSpec& spec, const std::string& value) {
  spec.csv.escape_of_escape = TRY(spark_character("charToEscapeQuoteEscaping", value));
  return {};
}

base::Result<void> set_comment(WriteSpec& spec, const std::string& value) {
  const auto character = TRY(spark_character("comment", value));
  if (character) spec.csv.comment = *character;
  return {};
}

base::Result<void> set_csv_line_end(WriteSpec& spec, const std::string& value) {
  spec.csv.line_end = TRY(csv_line_end(value));
  return {};
}

base::Result<void> set_json_line_end(WriteSpec& spec, const std::string& value) {
  spec.json.line_end = TRY(line_end(value));
  return {};
}

base::Result<void> set_text_line_end(WriteSpec& spec, const std::string& value) {
  spec.line_end = TRY(line_end(value));
  return {};
}

base::Result<void> set_ignore_nulls(WriteSpec& spec, const std::string& value) {
  spec.json.ignores_nulls = TRY(spark_boolean(value));
  return {};
}

base::Result<void> set_zone(WriteSpec& spec, const std::string& value) {
  spec.times.zone = value;
  return {};
}

base::Result<void> set_locale(WriteSpec&, const std::string& value) {
  return check_locale(value);
}

void add_times(WriteSetters& all) {
  all["dateformat"] = pattern(&TimeFormats::date);
  all["timestampformat"] = pattern(&TimeFormats::timestamp);
  all["timestampntzformat"] = pattern(&TimeFormats::local);
  all["timezone"] = set_zone;
  all["locale"] = set_locale;
}

WriteSetters csv_setters() {
  WriteSetters all;
  add_times(all);
  all["compression"] = all["codec"] = set_text_compression;
  all["sep"] = all["delimiter"] = set_separator;
  all["quote"] = character("quote", &CsvStyle::quote);
  all["escape"] = character("escape", &CsvStyle::escape);
  all["chartoescapequoteescaping"] = set_escape_of_escape;
  all["comment"] = set_comment;
  all["encoding"] = all["charset"] = charset("CSVOptions");
  all["linesep"] = set_csv_line_end;
  all["header"] = flag("header", &CsvStyle::header);
  all["quoteall"] = flag("quoteAll", &CsvStyle::quotes_all);
  all["escapequotes"] = flag("escapeQuotes", &CsvStyle::quotes_for_quotes);
  all["ignoreleadingwhitespace"] = flag("ignoreLeadingWhiteSpace", &CsvStyle::trims_leading);
  all["ignoretrailingwhitespace"] = flag("ignoreTrailingWhiteSpace", &CsvStyle::trims_trailing);
  all["nullvalue"] = text(&CsvStyle::null_text);
  all["emptyvalue"] = text(&CsvStyle::empty_text);
  for (const char* of_reading :
       {"inferschema", "preferdate", "enforceschema", "nanvalue", "positiveinf", "negativeinf",
        "enabledatetimeparsingfallback", "maxcolumns", "maxcharspercolumn", "maxmalformedlogperpartition",
        "inputbuffersize", "mode", "columnnameofcorruptrecord", "multiline", "samplingratio",
        "unescapedquotehandling", "columnpruning"})
    all[of_reading] = set_nothing;
  return all;
}

WriteSetters json_setters() {
  WriteSetters all;
  add_times(all);
  all["compression"] = set_text_compression;
  all["encoding"] = all["charset"] = charset("JSONOptions");
  all["linesep"] = set_json_line_end;
  all["ignorenullfields"] = set_ignore_nulls;
  all["pretty"] = only_false("JSON", "pretty");
  all["writenonasciicharacterascodepoint"] = only_false("JSON", "writeNonAsciiCharacterAsCodePoint");
  for (const char* of_reading : {"primitivesasstring",
                                 "prefersdecimal",
                                 "allowcomments",
                                 "allowunquotedfieldnames",
                                 "allowsinglequotes",
                                 "allownumericleadingzeros",
                                 "allowbackslashescapinganycharacter",
                                 "allowunquotedcontrolchars",
                                 "allownonnumericnumbers",
                                 "mode",
                                 "columnnameofcorruptrecord",
                                 "enabledatetimeparsingfallback",
                                 "multiline",
                                 "samplingratio",
                                 "dropfieldifallnull",
                                 "infertimestamp",
                                 "maxnestingdepth",
                                 "maxnumlen",
                                 "maxstringlen",
                                 "useunsaferow"})
    all[of_reading] = set_nothing;
  return all;
}

}  // namespace

const WriteSetters& csv_write_setters() {
  static const WriteSetters all = csv_setters();
  return all;
}

const WriteSetters& json_write_setters() {
  static const WriteSetters all = json_setters();
  return all;
}

// Spark writes UTF-8, whatever it is told.
const WriteSetters& text_write_setters() {
  static const WriteSetters all = {{"compression", set_text_compression},
                                   {"linesep", set_text_line_end},
                                   {"wholetext", set_nothing},
                                   {"encoding", set_nothing},
                                   {"charset", set_nothing}};
  return all;
}

base::Result<void> set_text_compression(WriteSpec& spec, const std::string& value) {
  static const std::map<std::string, TextCompression> known = {
      {"none", TextCompression::None},       {"uncompressed", TextCompression::None},
      {"gzip", TextCompression::Gzip},       {"bzip2", TextCompression::Bzip2},
      {"deflate", TextCompression::Deflate}, {"snappy", TextCompression::Snappy},
      {"lz4", TextCompression::Lz4}};
  const auto found = known.find(base::to_lower(value));
  if (found == known.end()) return no_codec(value, "bzip2, deflate, uncompressed, snappy, none, lz4, gzip");
  spec.text_compression = found->second;
  return {};
}

base::Result<void> set_nothing(WriteSpec&, const std::string&) {
  return {};
}

base::Error no_codec(const std::string& codec, std::string_view known) {
  return base::refusal("CODEC_NOT_AVAILABLE.WITH_AVAILABLE_CODECS_SUGGESTION", 400,
                       fmt::format("The codec {} is not available. Available codecs are {}.", codec, known));
}

}  // namespace engine
