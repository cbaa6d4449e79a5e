#pragma once

#include <atomic>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "engine/sinks/avro_style.h"
#include "engine/sinks/compressor.h"
#include "engine/sinks/csv_rows.h"
#include "engine/sinks/hive_text_rows.h"
#include "engine/sinks/json_rows.h"
#include "engine/sinks/open_csv_rows.h"
#include "engine/sources/json_options.h"
#include "engine/sources/time_formats.h"
#include "engine/storage/block_codec.h"
#include "engine/storage/charset.h"
#include "engine/storage/run_storage.h"

namespace engine {

// Names the files of one write so that no other write, of this or any other run, can name the same.
class FileNames {
 public:
  enum class Style {
    Glue,   // run-1700000000000-part-block-0-3735928559-r-00000-snappy.parquet, ...-r-00000.gz
    Spark,  // part-00000-5f3b...-c000.snappy.parquet, ...-c000.csv.gz
  };
  // `suffix`: what stands behind the number, from `-` or `.` on.
  FileNames(Style style, std::string suffix, std::int64_t now_millis);

  // One after the other; thread-safe.
  std::string next(bool partitioned) { return of_part(count_++, 0, partitioned); }
  // The file of that number of a part's.
  std::string of_part(std::int64_t part, int number, bool partitioned) const;

 private:
  const Style style_;
  const std::string suffix_;
  const std::int64_t now_millis_;
  const std::string unique_;
  std::atomic<std::int64_t> count_{0};
};

// One write of a run, as its sink needs it; the sink fills in the outcome. Outlives the query. The rows that
// reach the sink hold the data columns, then the partition columns as texts, then the number of a part.
struct WriteSpec {
  explicit WriteSpec(RunStorage& run_storage) : storage(run_storage) {}

  RunStorage& storage;
  std::string prefix;  // s3://bucket/folder/, or the exact object for a sink of one file
  enum class Encoding { Parquet, Csv, OpenCsv, HiveText, Json, Text, Orc, Avro };
  Encoding encoding = Encoding::Parquet;
  std::string compression;  // Parquet's
  TextCompression text_compression = TextCompression::None;
  BlockCodec block_codec = BlockCodec::None;  // ORC's and Avro's
  Charset charset = Charset::Utf8;            // of texts
  TimeFormats times;                          // in them
  CsvStyle csv;
  JsonStyle json;
  std::string line_end = "\n";  // of plain texts
  OpenCsvStyle open_csv;
  HiveTextStyle hive_text;
  // What the SerDe of a table of JSON is told; without, JSON is Spark's.
  std::optional<JsonOptions> json_serde;
  bool json_nulls = false;  // whether it is to write NULLs
  AvroStyle avro;
  std::string avro_schema;          // of the files
  std::vector<std::string> labels;  // of a result's columns
  std::vector<std::string> partition_columns;
  bool file_without_rows = false;  // no rows still make one file, of the schema alone
  std::int64_t rows_per_file = 0;  // none has more; 0 or less: any number

  // How rows are dealt out to parts, each of which has a file of its own, however large, or one in each
  // folder.
  struct Parts {
    enum class By {
      Nothing,  // there is one, which begins another file when one is large
      Pieces,   // as many rows as are written at once here, the next ones there
      Turn,     // one row here, the next one there
      Number,   // by the number of each row's, the last of its columns, a text
    };
    By by = By::Nothing;
    std::int64_t count = 1;
    std::int64_t first = 0;  // of the first row, by Turn
  };
  Parts parts;
  FileNames* names = nullptr;

  struct File {
    std::string uri;
    std::int64_t rows = 0;
    std::vector<std::optional<std::string>> partition_values;
  };
  std::atomic<std::int64_t> rows_written{0};
  std::vector<File> files;  // complete once the query has ended
};

// `k=v/j=w/`, escaped as Spark and Hive do; NULL and '' are __HIVE_DEFAULT_PARTITION__.
std::string partition_folder(const std::vector<std::string>& columns,
                             const std::vector<std::optional<std::string>>& values);

}  // namespace engine
