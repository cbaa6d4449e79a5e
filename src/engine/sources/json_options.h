#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/sources/json_grammar.h"
#include "engine/sources/time_formats.h"
#include "engine/storage/charset.h"

namespace engine {

class TextTimes;

// One step of a JSON path: .name, ['name'], [3], [*].
struct JsonStep {
  enum class Kind { Name, Element, EachElement };
  Kind kind = Kind::Name;
  std::string name;
  std::size_t index = 0;
};

// How files of JSON become records, and records rows. Made from a data source's options by
// parse_json_options(), which knows four vocabularies, each with the behaviour of the reader that it is named
// after:
//   json        Spark's, nearly all that its page has (json_spark_options.h); columns are inferred in the
//               order of their names, whole numbers are bigint
//   glue.json   Glue's format_options: multiLine (any values of several lines), jsonPath, compressionType;
//   bad data fails
//               the read; columns in the order in which records have them, whole numbers int until one is
//               larger
//   hive.json   org.apache.hive.hcatalog.data.JsonSerDe (hive_json_rows.cc): ignore.malformed.json,
//               timestamp.formats
//   openx.json  org.openx.data.jsonserde.JsonSerDe (openx_json_rows.cc): ignore.malformed.json,
//               use.null.for.invalid.data, case.insensitive, dots.in.keys, mapping.NAME (the key in the
//               files), paths, explicit.null (of what is written)
// An option that is not listed, or a value that cannot be honoured, is refused by name.
struct JsonOptions {
  enum class Reader { Spark, Hive, OpenX };
  enum class Mode { Permissive, DropMalformed, FailFast };
  // What becomes of a record with a value of another type than its column's.
  enum class Misfit { IsMalformed, Fails, IsNull };

  Reader reader = Reader::Spark;
  bool multiline = false;       // a record may span lines; otherwise a line is one
  bool every_value = false;     // of a line or a file; otherwise what follows the first is not read
  bool line_is_record = false;  // whatever stands in it
  bool any_bytes = false;       // what is no UTF-8 is shown as U+FFFD, and not refused
  std::string line_end;         // empty: \n, \r or \r\n
  Charset charset = Charset::Utf8;
  JsonGrammar grammar;
  std::vector<JsonStep> path;
  Mode mode = Mode::Permissive;
  std::string corrupt_column = "_corrupt_record";
  bool in_order_of_names = true;  // the columns that are inferred
  bool small_integers = false;    // likewise: int where all numbers fit
  bool primitives_as_text = false;
  bool prefers_decimals = false;
  bool drops_null_fields = false;  // those that never held more than an empty array
  bool infers_timestamps = false;
  TimeFormats times;
  // Made of them for the reader's session; null: as a cast reads them, in UTC. Copies share it.
  std::shared_ptr<const TextTimes> text_times;
  Misfit misfit = Misfit::IsMalformed;
  bool case_insensitive = true;  // OpenX: the names of keys
  bool dots_in_keys = false;     // OpenX: a field a_b is found by the key a.b too
  std::map<std::string, std::string>
      keys;  // OpenX: by a column's or a field's name in lower case: what it has in files
  std::vector<std::string> timestamp_formats;  // Hive: Joda's patterns, or `millis`
  std::optional<Compression> compression;      // of every file; without, each file's name says it

  // Longer records are refused as bad data: what bounds the memory of a scan.
  static constexpr std::size_t kMaxRecordBytes = std::size_t{16} << 20;
  // As many fields at all depths as are inferred.
  static constexpr std::size_t kMaxFields = 20480;
};

bool is_json_format(const std::string& format);
base::Result<JsonOptions> parse_json_options(const std::string& format,
                                             const std::map<std::string, std::string>& options);

}  // namespace engine
