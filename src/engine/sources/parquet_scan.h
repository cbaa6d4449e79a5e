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

// The columns of all files together, by name: what one file lacks is NULL there. Reads every file's footer.
base::Result<std::vector<Field>> parquet_columns(duckdb::Connection& connection,
                                                 const std::vector<SourceFile>& files);

// How many rows the footers name.
base::Result<std::int64_t> parquet_rows(duckdb::Connection& connection, const std::vector<SourceFile>& files);

// A FROM item that yields those columns, in that order, and the row's file as the last where it is asked for.
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
void register_parquet_scan(duckdb::ExtensionLoader& loader);

}  // namespace engine
