#pragma once

#include "engine/sinks/avro_style.h"
#include "engine/sinks/avro_values.h"
#include "engine/sinks/file_format.h"
#include "engine/storage/block_codec.h"
#include "engine/storage/run_storage.h"

namespace engine {

// The schema of the files, which every one of them begins with. Refuses what it has no place for.
base::Result<std::string> avro_file_schema(const AvroStyle& style, const std::vector<Field>& columns);

// Avro's object container files
// (https://avro.apache.org/docs/1.12.0/specification/#object-container-files): rows are encoded and
// compressed in blocks by the thread that writes them, and appended. Errors are raised.
class AvroFormat final : public FileFormat {
 public:
  // `schema`: of avro_file_schema().
  AvroFormat(RunStorage& storage, BlockCodec codec, const std::string& schema, const AvroStyle& style,
             const std::vector<Field>& columns);

  std::unique_ptr<File> open(duckdb::ClientContext& context, const std::string& uri) override;
  void write(duckdb::ClientContext& context, File& file, Rows rows) override;
  bool holds(File& file, duckdb::idx_t bytes) const override;
  void close(duckdb::ClientContext& context, File& file) override;

 private:
  class AvroFile;
  void append_block(File& file, std::int64_t rows, std::string_view bytes) const;

  RunStorage& storage_;
  const BlockCodec codec_;
  const std::string schema_;
  AvroRowWriter rows_;
};

}  // namespace engine
