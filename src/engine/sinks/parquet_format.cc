#include "engine/sinks/parquet_format.h"

#include "duckdb/catalog/catalog.hpp"
#include "duckdb/catalog/catalog_entry/copy_function_catalog_entry.hpp"
#include "engine/sinks/row_groups.h"

namespace engine {
namespace {

struct ParquetFile final : FileFormat::File {
  duckdb::unique_ptr<duckdb::GlobalFunctionData> state;
};

duckdb::GlobalFunctionData& state_of(FileFormat::File& file) {
  return *static_cast<ParquetFile&>(file).state;
}

duckdb::CopyFunction parquet_function(duckdb::ClientContext& context) {
  return duckdb::Catalog::GetSystemCatalog(context)
      .GetEntry<duckdb::CopyFunctionCatalogEntry>(context, DEFAULT_SCHEMA, "parquet")
      .function;
}

}  // namespace

ParquetFormat::ParquetFormat(duckdb::ClientContext& context, const std::string& compression,
                             const duckdb::vector<duckdb::string>& names,
                             const duckdb::vector<duckdb::LogicalType>& types)
    : parquet_(parquet_function(context)) {
  duckdb::CopyInfo info;
  info.options["compression"] = {duckdb::Value(compression)};
  info.options["row_group_size"] = {duckdb::Value::UBIGINT(kRowGroupRows)};
  duckdb::CopyFunctionBindInput input(info);
  data_ = parquet_.copy_to_bind(context, input, names, types);
}

std::unique_ptr<FileFormat::File> ParquetFormat::open(duckdb::ClientContext& context,
                                                      const std::string& uri) {
  auto file = std::make_unique<ParquetFile>();
  file->state = parquet_.copy_to_initialize_global(context, *data_, uri);
  return file;
}

void ParquetFormat::write(duckdb::ClientContext& context, File& file, Rows rows) {
  const auto batch = parquet_.prepare_batch(context, *data_, state_of(file), std::move(rows));
  parquet_.flush_batch(context, *data_, state_of(file), *batch);
}

bool ParquetFormat::holds(File& file, duckdb::idx_t bytes) const {
  return parquet_.rotate_next_file(state_of(file), *data_, bytes);
}

void ParquetFormat::close(duckdb::ClientContext& context, File& file) {
  parquet_.copy_to_finalize(context, *data_, state_of(file));
}

}  // namespace engine
