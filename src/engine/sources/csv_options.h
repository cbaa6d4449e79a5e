#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "base/result.h"
#include "engine/sources/json_options.h"
#include "engine/sources/time_formats.h"
#include "engine/storage/charset.h"

namespace engine {

// How one kind of CSV is cut into records and fields. Made from a data source's options by
// parse_csv_options(), which knows four vocabularies, each with the behaviour of the reader that it is named
// after:
//   csv          Spark's, all that its page has (csv_spark_options.cc); samplingRatio has no effect, as all
//                rows are looked at
//   text         Spark's: a line is one text, `value`; lineSep, wholetext (each file is one)
//   glue.csv     Glue's format_options: separator, quoteChar (-1: none), escaper, withHeader, skipFirst,
//                multiLine, optimizePerformance (no effect here), compressionType (gzip, bzip2, none);
//                columns are found in each file by the names of its header
//   hive.text    LazySimpleSerDe: field.delim, serialization.format, collection.delim (Hive's older spelling
//                colelction.delim too), mapkey.delim, escape.delim, serialization.null.format, line.delim
//                (newline), skip.header.line.count
//   hive.opencsv OpenCSVSerde: separatorChar, quoteChar, escapeChar, skip.header.line.count;
//                use.null.for.invalid.data is for whoever makes values of the texts
// An option that is not listed, or a value that cannot be honoured, is refused by name.
struct CsvOptions {
  enum class ColumnOrder {
    Positional,  // the schema's columns are the file's, in order
    ByHeader,    // each file's header says where a column stands; a column it lacks is NULL
  };

  // What an unescaped quote inside of a quoted field does to it.
  enum class StrayQuote {
    MakesItRaw,   // its quotes are text, and it ends with the next separator
    IsText,       // it ends with a quote that a separator follows
    MakesItNull,  // and it ends with the next separator
  };

  char separator = ',';
  std::string separator_rest;   // of one of several bytes, what follows the first
  std::string line_end;         // of records; empty: \n, \r or \r\n
  std::optional<char> comment;  // lines that begin with it are none
  std::optional<char> quote = '"';
  // Takes the next character literally; in `escape_everywhere` dialects also outside quotes.
  std::optional<char> escape;
  bool escape_everywhere = false;
  bool keeps_escapes = false;          // whoever reads the fields takes them away
  bool escape_names_controls = false;  // \n, \r, \t and \0 mean the control characters (Glue)
  bool doubled_quote = true;           // "" inside quotes is one quote
  bool quotes_anywhere = false;        // opencsv's grammar (open_csv_line.h)
  StrayQuote stray_quote = StrayQuote::MakesItRaw;
  bool trims_leading = false;  // blanks around fields without quotes
  bool trims_trailing = false;
  bool header = false;
  bool header_must_match = false;  // the schema, name by name
  ColumnOrder column_order = ColumnOrder::Positional;
  std::int64_t skip_lines = 0;
  std::optional<Compression> compression;  // of every file; without, each file's name says it
  Charset charset = Charset::Utf8;
  bool multiline =
      false;  // a quoted newline belongs to its field; otherwise a newline always ends the record
  bool open_quote_ends_with_line =
      false;  // what a quote opens and nothing closes ends with the record; else it is bad data
  bool line_is_field = false;  // a line is one field: nothing separates
  bool file_is_field = false;  // a file is one record of one field
  bool skip_blank_lines = true;
  bool blank_lines_are_empty =
      false;  // a line of blanks and control characters is skipped like one of no length
  bool blanks_follow_quote = false;      // what stands between a closing quote and the separator may be blank
  std::optional<std::string> null_text;  // a field of this text is NULL
  bool null_is_raw = false;              // as it stands in the file, before escapes are taken away
  bool empty_is_null = false;            // so is an unquoted field without text
  std::string empty_text;                // what "" in quotes stands for
  // What becomes of columns that a header names alike, but for case.
  enum class SameNames { Refused, Numbered };  // Spark: each gets its place for a suffix, from 0
  SameNames same_names = SameNames::Refused;
  bool infer_schema = false;  // without a schema, the columns' types are found in their texts
  bool prefers_dates = true;  // among them; else days are timestamps
  TimeFormats times;
  std::string not_a_number = "NaN", infinity = "Inf", minus_infinity = "-Inf";  // beside Java's words
  // What becomes of records that are malformed, and the text column that keeps them where the schema has it.
  JsonOptions::Mode mode = JsonOptions::Mode::Permissive;
  std::string corrupt_column = JsonOptions().corrupt_column;
  // Of the parts of a field whose column is nested (functions/hive_text.h).
  char collection_separator = '\2';
  char map_key_separator = '\3';
  bool any_bytes = false;             // what is no UTF-8 is shown as U+FFFD, and not refused
  std::string default_column_prefix;  // of a file without header and schema: col0, col1, ... or _c0, _c1, ...

  // As many as Spark's maxColumns allows; a record of more fields is refused as bad data.
  static constexpr std::size_t kMaxColumns = 20480;
  std::size_t max_columns = kMaxColumns;
  std::optional<std::int64_t> max_characters;  // of a field, likewise
  // Longer lines (records, when multiline) are refused as bad data: what bounds the memory of a scan.
  static constexpr std::int64_t kMaxRecordBytes = std::int64_t{16} << 20;
};

bool is_csv_format(const std::string& format);
base::Result<CsvOptions> parse_csv_options(const std::string& format,
                                           const std::map<std::string, std::string>& options);

}  // namespace engine
