#pragma once

#include "engine/lower/relation.h"
#include "engine/sinks/write_spec.h"

namespace spark::connect {
class WriteOperation;
}

// Writes into tables of text. Their sources and options are those that the tables are read by: hive.opencsv
// and hive.text (sources/csv_options.h), hive.json and openx.json (sources/json_options.h), so that what is
// written is what the reader gives back; beside them `compression` (none, gzip, bzip2).
namespace engine {

bool is_table_source(const std::string& source);

// An option that the reader has not, or a header of more than one line, is refused by name.
base::Result<void> read_table_options(const spark::connect::WriteOperation& operation, WriteSpec& spec);

// Whether a column of the type could be read again.
bool is_table_type(WriteSpec::Encoding encoding, const Type& type);

// Whether what is told of the table tells all of these columns' values and keys apart.
base::Result<void> check_table_columns(const WriteSpec& spec, const Columns& columns);

}  // namespace engine
