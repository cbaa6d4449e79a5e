#pragma once

#include "engine/functions/types.h"
#include "engine/sinks/file_format.h"
#include "engine/sinks/orc_values.h"
#include "engine/storage/block_codec.h"
#include "engine/storage/run_storage.h"

namespace engine {

// ORC files (https://orc.apache.org/specification/ORCv1/): what is written at once is a stripe, encoded and
// compressed by the thread that writes it. Dates and times are those of the Gregorian calendar, and of a wall
// at UTC. Files have no indexes. Errors are raised.
class OrcFormat final : public FileFormat {
 public:
  OrcFormat(RunStorage& storage, BlockCodec codec, std::vector<Field> columns)
      : storage_(storage), codec_(codec), columns_(std::move(columns)) {}

  std::unique_ptr<File> open(duckdb::ClientContext& context, const std::string& uri) override;
  void write(duckdb::ClientContext& context, File& file, Rows rows) override;
  bool holds(File& file, duckdb::idx_t bytes) const override;
  void close(duckdb::ClientContext& context, File& file) override;

 private:
  class OrcFile;
  OrcStreams encoded(duckdb::ColumnDataCollection& rows) const;
  std::string compressed(std::string_view bytes) const;
  std::string postscript(std::size_t footer_bytes) const;

  RunStorage& storage_;
  const BlockCodec codec_;
  const std::vector<Field> columns_;
};

}  // namespace engine
