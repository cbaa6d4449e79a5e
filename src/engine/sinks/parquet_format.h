#pragma once

#include "duckdb/function/copy_function.hpp"
#include "engine/sinks/file_format.h"

namespace engine {

// Parquet as DuckDB writes it; what is written at once becomes a row group.
class ParquetFormat final : public FileFormat {
 public:
  ParquetFormat(duckdb::ClientContext& context, const std::string& compression,
                const duckdb::vector<duckdb::string>& names,
                const duckdb::vector<duckdb::LogicalType>& types);

  std::unique_ptr<File> open(duckdb::ClientContext& context, const std::string& uri) override;
  void write(duckdb::ClientContext& context, File& file, Rows rows) override;
  bool holds(File& file, duckdb::idx_t bytes) const override;
  void close(duckdb::ClientContext& context, File& file) override;

 private:
  duckdb::CopyFunction parquet_;
  duckdb::unique_ptr<duckdb::FunctionData> data_;
};

}  // namespace engine
