#pragma once

#include <unordered_map>
#include <vector>

#include "duckdb/main/extension/extension_loader.hpp"
#include "duckdb/parser/tableref.hpp"
#include "engine/functions/tree.h"
#include "engine/sources/csv_table.h"

namespace duckdb {
class Connection;
}

namespace engine {

// The files' paths, as DuckDB's functions take them.
duckdb::Value parquet_paths(const std::vector<SourceFile>& files);

// The columns of all files together as DuckDB has them, by name: what one file lacks is NULL there. Whoever
// asks it of several files has looked at each first (parquet_footers.h): what DuckDB makes of types that
// differ is not Spark's.
base::Result<std::vector<Field>> parquet_columns(duckdb::Connection& connection,
                                                 const std::vector<SourceFile>& files);

// A FROM item that yields those columns, in that order, and the row's file as the last where it is asked for.
// What is wrong with a file is told with its name.
enum class WithPath { No, Yes };
duckdb::unique_ptr<duckdb::TableRef> parquet_scan(const std::vector<SourceFile>& files, WithPath with_path);

// The values that a file's rows have in the partition columns. Immutable; outlives the query.
class PartitionValues {
 public:
  explicit PartitionValues(const std::vector<SourceFile>& files) {
    for (const auto& file : files) values_.emplace(file.path, file.partition_values);
  }
  const std::vector<std::optional<std::string>>& of(const std::string& path) const {
    return values_.at(path);
  }

 private:
  std::unordered_map<std::string, std::vector<std::optional<std::string>>> values_;
};

// The value of partition column `index` (a text) for the file named by `path`.
Tree partition_value_tree(const PartitionValues& values, Tree path, std::size_t index);

// Fails the query (BadData) where a row is asked for the column's value, as one of `type`.
Tree refused_tree(Tree column, const Type& type, const std::string& why);

void register_parquet_scan(duckdb::ExtensionLoader& loader);

}  // namespace engine
