#pragma once

#include <memory>
#include <string>
#include <unordered_map>
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
  Type stored;           // as DuckDB has it
  bool foreign = false;  // Spark has none for it: the type is DuckDB's
  bool int96 = false;    // an instant that DuckDB reads as a local time
  // A name that it has and a column before it, or two of its fields beside each other, in whatever case:
  // DuckDB invents another. "": all is well.
  std::string repeated = {};
};
using ParquetColumns = std::vector<ParquetColumn>;

// What the footers of files say, before DuckDB makes one table of them. Files of one schema share it.
struct ParquetFooters {
  std::vector<std::shared_ptr<const ParquetColumns>> columns;  // of each file
  std::int64_t rows = 0;
};

// What was read of contents before, for the Reads and runs that come after: a content never changes, and its
// id is never given to another. Small: what DuckDB needs of a footer, it reads itself. One thread.
class KnownFooters {
 public:
  struct Footer {
    std::shared_ptr<const ParquetColumns> columns;
    std::int64_t rows = 0;
  };
  const Footer* find(const std::string& content_id) const;
  void add(const std::string& content_id, Footer footer);

  // The columns that files of one schema share; null: none is known.
  std::shared_ptr<const ParquetColumns>& columns_of(const std::string& schema);

  // Forgets all once that is much. What was found before is gone then.
  void trim();

 private:
  std::unordered_map<std::string, Footer> footers_;
  std::unordered_map<std::string, std::shared_ptr<const ParquetColumns>> columns_;  // by schema
  std::size_t bytes_ = 0;                                                           // of the keys
};

// Reads all of them that are not known; one that cannot be read is "BadData" and named.
base::Result<ParquetFooters> read_parquet_footers(duckdb::Connection& connection,
                                                  const std::vector<SourceFile>& files, KnownFooters& known);

// The columns of all files together as DuckDB has them.
base::Result<std::vector<Field>> stored_columns(duckdb::Connection& connection,
                                                const std::vector<SourceFile>& files,
                                                const ParquetFooters& footers);

// The columns of all files together, each where it was first seen, as Spark merges schemas: structs field by
// field, decimals of one scale to the longer one. A column that two files have of other types is refused
// (CANNOT_MERGE_SCHEMAS) and both are named; so is one that Spark has no type for, and a name that a
// file has twice (COLUMN_ALREADY_EXISTS).
base::Result<ParquetColumns> merged_columns(const ParquetFooters& footers,
                                            const std::vector<SourceFile>& files);

// What DuckDB makes of the files' columns, as Spark has it: what is read of a schema that is declared.
ParquetColumns unified_columns(const std::vector<Field>& duckdb_columns, const ParquetFooters& footers);

// The column of that name, in any case; null: there is none.
const ParquetColumn* find_column(const ParquetColumns& columns, const std::string& name);

}  // namespace engine
