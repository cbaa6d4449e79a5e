#pragma once

#include <string>

#include "engine/lower/relation.h"
#include "engine/sinks/write_spec.h"

namespace spark::connect {
class WriteOperation;
}

namespace engine {

// What a write's source and options say of its files. The sources are Spark's, and Glue's beside them, which
// write the same but for the files' names and for no rows, of which they make no file:
//   parquet  glueparquet  compression|parquet.compression (snappy, uncompressed, none, gzip, zstd, lz4 and
//                         lz4_raw, which are one, brotli)
//   csv      glue.csv     all that Spark's has (text_write_options.h), compression (none, uncompressed, gzip,
//                         bzip2, deflate, snappy, lz4)
//   json     glue.json    all but pretty and writeNonAsciiCharacterAsCodePoint, compression (as CSV's)
//   text                  lineSep, compression (as CSV's)
//   orc      glue.orc     compression|orc.compress (zstd, none, uncompressed, snappy, zlib, lz4)
//   avro     glue.avro    compression (snappy, uncompressed, deflate, bzip2, zstandard), avroSchema,
//   recordName,
//                         recordNamespace, positionalFieldMatching
// and those of tables of text, by their SerDe (table_write_options.h), which name files as Glue's do. Spark's
// options of reading, and those of its other formats, have no effect, as in Spark; any other option or value
// is refused by name.
struct WriteFormat {
  FileNames::Style style = FileNames::Style::Spark;
  std::string suffix;  // of the files' names
};
base::Result<WriteFormat> read_write_options(const spark::connect::WriteOperation& operation,
                                             WriteSpec& spec);

// Refuses, in Spark's words, columns of types that the format cannot hold.
base::Result<void> check_written_types(const WriteSpec& spec, const Columns& columns);

}  // namespace engine
