#pragma once

#include <memory>
#include <vector>

#include "engine/functions/types.h"
#include "engine/sources/csv_table.h"

namespace duckdb {
class Connection;
}

namespace engine {

// A column as one Parquet file has it.
struct ParquetColumn {
  std::string name;
  Type type;             // as Spark has it
  bool foreign = false;  // Spark has none for it: the type is DuckDB's
  bool int96 = false;    // an instant that DuckDB reads as a local time
};
using ParquetColumns = std::vector<ParquetColumn>;

// What the footers of files say, before DuckDB makes one table of them. Files of one schema share it.
struct ParquetFooters {
  std::vector<std::shared_ptr<const ParquetColumns>> columns;  // of each file
  std::int64_t rows = 0;
};

// Reads all of them; one that cannot be read is "BadData" and named.
base::Result<ParquetFooters> read_parquet_footers(duckdb::Connection& connection,
                                                  const std::vector<SourceFile>& files);

// The columns of all files together, each where it was first seen, as Spark merges schemas: structs field by
// field, decimals of one scale to the longer one. A column that two files have of other types is refused
// (CANNOT_MERGE_SCHEMAS) and both are named; so is one that Spark has no type for.
base::Result<ParquetColumns> merged_columns(const ParquetFooters& footers,
                                            const std::vector<SourceFile>& files);

// What DuckDB makes of the files' columns, as Spark has it: what is read of a schema that is declared.
ParquetColumns unified_columns(const std::vector<Field>& duckdb_columns, const ParquetFooters& footers);

// The column of that name, in any case; null: there is none.
const ParquetColumn* find_column(const ParquetColumns& columns, const std::string& name);

}  // namespace engine
